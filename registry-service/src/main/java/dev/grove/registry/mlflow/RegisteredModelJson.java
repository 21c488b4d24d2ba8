package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.model.Alias;
import dev.grove.registry.model.RegisteredModel;
import java.util.List;

/** A registered model; as in protobuf's JSON, what is empty is left out. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(Include.NON_EMPTY)
public record RegisteredModelJson(
    String name,
    long creationTimestamp,
    long lastUpdatedTimestamp,
    String description,
    List<ModelVersionJson> latestVersions,
    List<TagJson> tags,
    List<AliasJson> aliases) {
  /** An alias; when it was set is Grove's addition, in milliseconds since 1970. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record AliasJson(String alias, String version, long lastUpdatedTimestamp) {
    static AliasJson of(Alias alias) {
      return new AliasJson(alias.name(), Integer.toString(alias.version()), alias.updated());
    }
  }

  static RegisteredModelJson of(RegisteredModel model) {
    return new RegisteredModelJson(
        model.name(),
        model.created(),
        model.updated(),
        model.description(),
        model.latest().stream().map(ModelVersionJson::of).toList(),
        TagJson.of(model.tags()),
        model.aliases().stream().map(AliasJson::of).toList());
  }
}
