package dev.grove.registry.search;

import dev.grove.registry.RegistryException;
import dev.grove.registry.search.Field.Kind;
import dev.grove.registry.search.Field.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The keys that one kind of thing can be searched or ordered by. */
public final class Vocabulary {
  private final Map<String, Kind> entities = new LinkedHashMap<>();
  private final Map<Kind, Type> free = new LinkedHashMap<>();
  private final Map<Kind, Map<String, Field>> named = new LinkedHashMap<>();

  /** Any key of this kind, under these names of the entity. */
  public Vocabulary free(Kind kind, Type type, String... names) {
    free.put(kind, type);
    return entity(kind, names);
  }

  /** Names of an entity whose keys {@link #key} gives. */
  public Vocabulary entity(Kind kind, String... names) {
    for (String name : names) {
      entities.put(name, kind);
    }
    return this;
  }

  /** One attribute, with other names for it. */
  public Vocabulary attribute(String key, Type type, String... aliases) {
    return key(Kind.ATTRIBUTE, key, type, aliases);
  }

  /** One key of a kind that has only some. */
  public Vocabulary key(Kind kind, String key, Type type, String... aliases) {
    Map<String, Field> keys = named.computeIfAbsent(kind, any -> new TreeMap<>());
    Field field = new Field(kind, key, type);
    keys.put(key, field);
    for (String alias : aliases) {
      keys.put(alias, field);
    }
    return this;
  }

  /** The field, or a refusal in MLflow's words. */
  Field field(Optional<String> entity, String key) {
    Kind kind =
        entity
            .map(name -> Optional.ofNullable(entities.get(name)).orElseThrow(() -> noEntity(name)))
            .orElse(Kind.ATTRIBUTE);
    if (free.containsKey(kind)) {
      return new Field(kind, key, free.get(kind));
    }
    Map<String, Field> keys = named.getOrDefault(kind, Map.of());
    return Optional.ofNullable(keys.get(key))
        .orElseThrow(
            () ->
                RegistryException.invalid(
                    "Invalid "
                        + kind.word()
                        + " key '"
                        + key
                        + "' specified. Valid keys are "
                        + keys.keySet()
                        + "."));
  }

  /** The attribute of this name, if there is one. */
  public Optional<Field> attribute(String name) {
    return Optional.ofNullable(named.getOrDefault(Kind.ATTRIBUTE, Map.of()).get(name));
  }

  private RegistryException noEntity(String name) {
    return RegistryException.invalid(
        "Invalid entity type '"
            + name
            + "'. Valid values are "
            + entities.values().stream().distinct().map(Kind::word).toList()
            + ".");
  }

  /** The attributes that take lists, for a refusal. */
  String listed() {
    return named.getOrDefault(Kind.ATTRIBUTE, Map.of()).values().stream()
        .filter(field -> field.type().takes(Operator.IN))
        .map(field -> "'" + field.key() + "'")
        .distinct()
        .toList()
        .toString();
  }
}
