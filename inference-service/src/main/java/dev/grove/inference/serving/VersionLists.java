package dev.grove.inference.serving;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which versions registered models have. A model's list is asked for when a version is wanted that
 * it lacks, and no more often than once in a while, however many versions that do not exist are
 * asked for. Lists are kept for a bounded number of models; callers ask for models that the
 * registry has.
 */
final class VersionLists {
  private static final int MOST_LISTS = 1_000;

  private record VersionList(Instant createdAt, Set<String> versions, Instant askedAt) {}

  private final RegistryClient registry;
  private final Clock clock;
  private final Duration age;
  private final Map<String, VersionList> lists = new LinkedHashMap<>(16, 0.75f, true);

  /** Those who ask wait for one another here, and not with the lock on the lists. */
  private final Object[] asking = new Object[16];

  private volatile Instant awayUntil = Instant.MIN;

  /**
   * @param age below which a list is not asked for again
   */
  VersionLists(RegistryClient registry, Clock clock, Duration age) {
    this.registry = registry;
    this.clock = clock;
    this.age = age;
    for (int i = 0; i < asking.length; i++) {
      asking[i] = new Object();
    }
  }

  /**
   * Whether the registry has a version, or had it when the list was asked for.
   *
   * @throws IOException if the registry does not answer
   */
  boolean contains(RegisteredModel model, String version) throws IOException {
    VersionList known = known(model);
    if (known != null && known.versions.contains(version)) {
      return true;
    }
    return fresh(model, known).contains(version);
  }

  /**
   * The versions, asked for again unless they were a moment ago.
   *
   * @throws IOException if the registry does not answer
   */
  Set<String> versions(RegisteredModel model) throws IOException {
    return fresh(model, known(model));
  }

  private Set<String> fresh(RegisteredModel model, VersionList known) throws IOException {
    if (isYoung(known)) {
      return known.versions;
    }
    synchronized (asking[Math.floorMod(model.name().hashCode(), asking.length)]) {
      VersionList meanwhile = known(model);
      if (isYoung(meanwhile)) {
        return meanwhile.versions;
      }
      return ask(model);
    }
  }

  /** A registry that just failed is not asked at once by everybody who waited. */
  private Set<String> ask(RegisteredModel model) throws IOException {
    if (clock.instant().isBefore(awayUntil)) {
      throw new RegistryUnavailable("The registry did not answer a moment ago");
    }
    try {
      Set<String> versions = registry.versions(model.name());
      keep(model, versions);
      return versions;
    } catch (IOException e) {
      awayUntil = clock.instant().plus(age);
      throw e;
    }
  }

  private boolean isYoung(VersionList list) {
    return list != null && clock.instant().isBefore(list.askedAt.plus(age));
  }

  private VersionList known(RegisteredModel model) {
    synchronized (lists) {
      VersionList list = lists.get(model.name());
      return list == null || !list.createdAt.equals(model.createdAt()) ? null : list;
    }
  }

  private void keep(RegisteredModel model, Set<String> versions) {
    synchronized (lists) {
      lists.put(model.name(), new VersionList(model.createdAt(), versions, clock.instant()));
      if (lists.size() > MOST_LISTS) {
        lists.remove(lists.keySet().iterator().next());
      }
    }
  }
}
