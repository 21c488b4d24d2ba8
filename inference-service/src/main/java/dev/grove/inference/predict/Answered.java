package dev.grove.inference.predict;

/**
 * A request's answer.
 *
 * @param json the body
 * @param rows how many rows were predicted
 * @param unknownFields the header that names them, or null
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Answered(byte[] json, int rows, String unknownFields) {}
