/**
 * The Open Inference Protocol, version 2, over REST: what KServe's, Triton's and MLServer's clients
 * speak, with raw tables or encoded vectors as tensors, in JSON or in Triton's binary form.
 */
package dev.grove.inference.oip;
