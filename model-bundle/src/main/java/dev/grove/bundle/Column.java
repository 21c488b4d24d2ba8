package dev.grove.bundle;

/** A named, typed input column. */
public record Column(String name, ColumnType type) {}
