package dev.grove.inference.oip;

import java.util.List;

/**
 * The server's metadata.
 *
 * @param extensions by Triton's names for them
 */
public record ServerJson(String name, String version, List<String> extensions) {}
