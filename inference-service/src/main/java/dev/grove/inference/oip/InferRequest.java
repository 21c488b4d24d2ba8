package dev.grove.inference.oip;

import java.util.List;

/**
 * A request to infer, read whole.
 *
 * @param id to echo, or null
 * @param binaryOutput whether outputs come as binary data unless they say otherwise
 * @param outputs null for all
 */
record InferRequest(
    String id, boolean binaryOutput, List<Tensor> inputs, List<RequestedOutput> outputs) {}
