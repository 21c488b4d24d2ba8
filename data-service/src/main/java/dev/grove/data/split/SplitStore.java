package dev.grove.data.split;

import dev.grove.data.NotFound;
import dev.grove.data.dataset.DatasetVersion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;

/** Which splits a version has, in Postgres. */
@ApplicationScoped
public class SplitStore {
  private final EntityManager entities;

  SplitStore(EntityManager entities) {
    this.entities = entities;
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void insert(long version, SplitSizes split) {
    entities
        .createNativeQuery(
            """
            INSERT INTO {h-schema}version_split
              (version_id, name, seed, train_rows, validation_rows, test_rows)
            VALUES (:version, :name, :seed, :train, :validation, :test)
            """)
        .setParameter("version", version)
        .setParameter("name", split.name())
        .setParameter("seed", split.seed())
        .setParameter("train", split.train())
        .setParameter("validation", split.validation())
        .setParameter("test", split.test())
        .executeUpdate();
  }

  /**
   * @throws NotFound if the version has no split of that name
   */
  @Transactional
  public SplitSizes require(DatasetVersion version, String name) {
    if (name.indexOf('\0') >= 0) { // Which Postgres has no text for.
      throw noSuchSplit();
    }
    List<?> found =
        entities
            .createNativeQuery(
                """
                SELECT seed, train_rows, validation_rows, test_rows FROM {h-schema}version_split
                WHERE version_id = :version AND name = :name
                """,
                Tuple.class)
            .setParameter("version", version.number())
            .setParameter("name", name)
            .getResultList();
    if (found.isEmpty()) {
      throw noSuchSplit();
    }
    Tuple row = (Tuple) found.get(0);
    return new SplitSizes(
        name,
        row.get(0, Long.class),
        row.get(1, Long.class),
        row.get(2, Long.class),
        row.get(3, Long.class));
  }

  private static NotFound noSuchSplit() {
    return new NotFound("The version has no split of that name; there is 'default'");
  }
}
