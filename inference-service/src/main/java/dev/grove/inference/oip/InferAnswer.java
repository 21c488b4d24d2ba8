package dev.grove.inference.oip;

/**
 * A response's body.
 *
 * @param jsonLength how much of it is JSON, or -1 if all
 * @param rows how many were predicted
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record InferAnswer(byte[] body, int jsonLength, int rows) {}
