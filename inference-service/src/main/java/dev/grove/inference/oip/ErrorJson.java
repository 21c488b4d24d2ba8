package dev.grove.inference.oip;

/** The protocol's errors. */
public record ErrorJson(String error) {}
