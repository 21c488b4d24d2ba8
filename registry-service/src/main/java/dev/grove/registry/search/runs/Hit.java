package dev.grove.registry.search.runs;

import java.util.List;

/** A run that a search found, and its place in the search's order. */
record Hit(long runNo, List<Object> position) {}
