package dev.grove.data.ingest;

import dev.grove.data.dataset.TableSchema;
import dev.grove.data.quality.Profile;
import dev.grove.data.split.SplitSizes;
import java.util.List;

/** Everything about a table whose files are written but not yet published. */
record LoadedTable(
    TableSchema schema,
    RejectedRows rejected,
    long duplicates,
    SplitSizes split,
    Profile profile,
    List<String> warnings) {}
