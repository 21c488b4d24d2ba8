package dev.grove.inference.oip;

/**
 * An output that a client asked for.
 *
 * @param binary whether as binary data; null where the request's own word counts
 * @param classification how many of the highest values to name with their labels; 0 for the values
 */
record RequestedOutput(String name, Boolean binary, int classification) {}
