package dev.grove.inference.oip;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Whether a model answers.
 *
 * @param error why it does not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelReadyJson(String name, boolean ready, String error) {}
