package dev.grove.data.dataset;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A row of {@code dataset}, read only: it appears with the dataset's first version. */
@Entity
@Immutable
@Table(name = "dataset")
class DatasetEntity {
  @Id long id;

  String name;

  @Column(name = "created_at")
  Instant createdAt;
}
