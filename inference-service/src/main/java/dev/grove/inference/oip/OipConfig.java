package dev.grove.inference.oip;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much one request of the Open Inference Protocol may ask for. */
@ConfigMapping(prefix = "grove.oip")
public interface OipConfig {
  /** The longest body, before and after it is decompressed. */
  @WithDefault("64M")
  MemorySize maxBodySize();

  /** The most elements that all input tensors, or all output tensors, may have together. */
  @WithDefault("8388608")
  int maxElements();

  /** The most rows. */
  @WithDefault("100000")
  int maxRows();
}
