package dev.grove.data.dataset;

import dev.grove.data.NotFound;
import dev.grove.data.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Which datasets and versions there are, in Postgres. */
@ApplicationScoped
public class VersionCatalog {
  private final EntityManager entities;
  private final Json json;

  VersionCatalog(EntityManager entities, Json json) {
    this.entities = entities;
    this.json = json;
  }

  @Transactional
  public Optional<DatasetVersion> find(DatasetName dataset, VersionId version) {
    return entities
        .createQuery(
            "from DatasetVersionEntity where dataset = :dataset and version = :version",
            DatasetVersionEntity.class)
        .setParameter("dataset", dataset.value())
        .setParameter("version", version.value())
        .getResultStream()
        .findFirst()
        .map(this::version);
  }

  @Transactional
  public Optional<DatasetVersion> latest(DatasetName dataset) {
    return versions(dataset.value(), Long.MAX_VALUE, 1).stream().findFirst();
  }

  /**
   * The version that a path names.
   *
   * @param version an id or {@code latest}
   * @throws NotFound naming the dataset or the version that is missing
   */
  @Transactional
  public DatasetVersion require(DatasetName dataset, String version) {
    DatasetVersion latest =
        latest(dataset).orElseThrow(() -> new NotFound("There is no dataset " + dataset));
    if (version.equals("latest")) {
      return latest;
    }
    if (!VersionId.isWellFormed(version)) {
      throw new NotFound("A version is named by its id, 64 hexadecimal digits, or by 'latest'");
    }
    return find(dataset, new VersionId(version))
        .orElseThrow(() -> new NotFound(dataset + " has no version " + version));
  }

  /** Versions of a dataset, newest first; one more than the limit if there are more. */
  @Transactional
  public List<DatasetVersion> versions(DatasetName dataset, Page.Request page) {
    require(dataset, "latest");
    return versions(
        dataset.value(), page.after() == null ? Long.MAX_VALUE : page.after(), page.limit() + 1);
  }

  private List<DatasetVersion> versions(String dataset, long before, int limit) {
    return entities
        .createQuery(
            "from DatasetVersionEntity where dataset = :dataset and id < :before order by id desc",
            DatasetVersionEntity.class)
        .setParameter("dataset", dataset)
        .setParameter("before", before)
        .setMaxResults(limit)
        .getResultStream()
        .map(this::version)
        .toList();
  }

  /** Datasets, newest first; one more than the limit if there are more. */
  @Transactional
  public List<Dataset> datasets(Page.Request page) {
    return entities
        .createQuery("from DatasetEntity where id < :before order by id desc", DatasetEntity.class)
        .setParameter("before", page.after() == null ? Long.MAX_VALUE : page.after())
        .setMaxResults(page.limit() + 1)
        .getResultStream()
        .map(this::dataset)
        .toList();
  }

  /**
   * @throws NotFound if there is none of that name
   */
  @Transactional
  public Dataset require(DatasetName name) {
    return entities
        .createQuery("from DatasetEntity where name = :name", DatasetEntity.class)
        .setParameter("name", name.value())
        .getResultStream()
        .findFirst()
        .map(this::dataset)
        .orElseThrow(() -> new NotFound("There is no dataset " + name));
  }

  private Dataset dataset(DatasetEntity entity) {
    long count =
        entities
            .createQuery(
                "select count(*) from DatasetVersionEntity where dataset = :dataset", Long.class)
            .setParameter("dataset", entity.name)
            .getSingleResult();
    DatasetVersion latest = versions(entity.name, Long.MAX_VALUE, 1).get(0);
    return new Dataset(entity.id, entity.name, entity.createdAt, count, latest);
  }

  private DatasetVersion version(DatasetVersionEntity entity) {
    return new DatasetVersion(
        entity.id,
        entity.dataset,
        new VersionId(entity.version),
        entity.createdAt,
        entity.rows,
        entity.rejected,
        entity.duplicates,
        entity.bytes,
        json.read(entity.options, VersionOptions.class),
        json.read(entity.schema, TableSchema.class),
        List.of(json.read(entity.warnings, String[].class)));
  }

  /**
   * Enters a version; its {@link DatasetVersion#number} is not looked at.
   *
   * @return its number, or empty if the dataset has it already
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<Long> insert(DatasetVersion version) {
    entities
        .createNativeQuery(
            """
            INSERT INTO {h-schema}dataset (name, created_at) VALUES (:name, :at)
            ON CONFLICT (name) DO NOTHING
            """)
        .setParameter("name", version.dataset())
        .setParameter("at", version.createdAt())
        .executeUpdate();
    List<?> number =
        entities
            .createNativeQuery(
                """
                INSERT INTO {h-schema}dataset_version
                  (dataset, version, created_at, row_count, rejected, duplicates, bytes,
                   options, table_schema, warnings)
                VALUES (:dataset, :version, :at, :rows, :rejected, :duplicates, :bytes,
                   CAST(:options AS jsonb), CAST(:schema AS jsonb), CAST(:warnings AS jsonb))
                ON CONFLICT (dataset, version) DO NOTHING
                RETURNING id
                """,
                Long.class)
            .setParameter("dataset", version.dataset())
            .setParameter("version", version.id().value())
            .setParameter("at", version.createdAt())
            .setParameter("rows", version.rows())
            .setParameter("rejected", version.rejected())
            .setParameter("duplicates", version.duplicates())
            .setParameter("bytes", version.bytes())
            .setParameter("options", json.write(version.options()))
            .setParameter("schema", json.write(version.schema()))
            .setParameter("warnings", json.write(version.warnings()))
            .getResultList();
    return number.stream().findFirst().map(Long.class::cast);
  }

  /**
   * Keeps everyone else from publishing or sweeping the files of a version until the transaction
   * ends; Postgres lets go if this process dies.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void lock(VersionId version) {
    entities
        .createNativeQuery(
            "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:id, 0))) AS held",
            Integer.class)
        .setParameter("id", version.value())
        .getSingleResult();
  }

  /** Whether any dataset has the version. */
  @Transactional
  public boolean knows(VersionId version) {
    return entities
            .createQuery(
                "select count(*) from DatasetVersionEntity where version = :version", Long.class)
            .setParameter("version", version.value())
            .getSingleResult()
        > 0;
  }
}
