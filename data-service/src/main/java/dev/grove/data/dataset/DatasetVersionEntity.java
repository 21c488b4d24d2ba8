package dev.grove.data.dataset;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A row of {@code dataset_version}, read only: versions are inserted once, by SQL. */
@Entity
@Immutable
@Table(name = "dataset_version")
class DatasetVersionEntity {
  @Id long id;

  String dataset;

  String version;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "row_count")
  long rows;

  long rejected;

  long duplicates;

  long bytes;

  @Column(columnDefinition = "jsonb")
  String options;

  @Column(name = "table_schema", columnDefinition = "jsonb")
  String schema;

  @Column(columnDefinition = "jsonb")
  String warnings;
}
