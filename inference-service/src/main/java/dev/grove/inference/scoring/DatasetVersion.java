package dev.grove.inference.scoring;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What scoring reads of data-service's answer about a version. */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record DatasetVersion(String dataset, String version, long rows) {}
