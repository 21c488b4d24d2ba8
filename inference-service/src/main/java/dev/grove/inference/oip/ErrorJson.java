package dev.grove.inference.oip;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The protocol's errors, which stand in no resource's signature. */
@RegisterForReflection
public record ErrorJson(String error) {}
