package dev.grove.inference.serving;

import dev.grove.bundle.ModelBundle;

/** A verified bundle and its copy on this disk. */
record Fetched(ModelCopy copy, ModelBundle bundle) {}
