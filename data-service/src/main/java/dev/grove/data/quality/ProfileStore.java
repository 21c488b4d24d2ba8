package dev.grove.data.quality;

import dev.grove.data.dataset.DatasetVersion;
import dev.grove.data.dataset.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** Keeps each version's profile in Postgres. */
@ApplicationScoped
public class ProfileStore {
  private final EntityManager entities;
  private final Json json;

  ProfileStore(EntityManager entities, Json json) {
    this.entities = entities;
    this.json = json;
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void insert(long version, Profile profile) {
    entities
        .createNativeQuery(
            """
            INSERT INTO {h-schema}version_profile (version_id, profile)
            VALUES (:version, CAST(:profile AS jsonb))
            """)
        .setParameter("version", version)
        .setParameter("profile", json.write(profile))
        .executeUpdate();
  }

  @Transactional
  public Profile of(DatasetVersion version) {
    Object profile =
        entities
            .createNativeQuery(
                """
                SELECT CAST(profile AS text) FROM {h-schema}version_profile
                WHERE version_id = :version
                """,
                String.class)
            .setParameter("version", version.number())
            .getSingleResult();
    return json.read((String) profile, Profile.class);
  }
}
