package dev.grove.registry.model;

import dev.grove.registry.RegistryException;
import dev.grove.registry.artifact.ArtifactPath;
import dev.grove.registry.artifact.ArtifactUri;
import dev.grove.registry.logged.LoggedModel;
import dev.grove.registry.logged.LoggedModelStore;
import dev.grove.registry.tracking.LoggedModelId;
import dev.grove.registry.tracking.RunId;
import dev.grove.registry.tracking.RunStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds where a version's source leads, so that whoever loads it needs no second question. */
@ApplicationScoped
public class ModelSource {
  private static final Pattern RUN = Pattern.compile("runs:/+([^/]+)/?(.*)", Pattern.DOTALL);
  private static final Pattern MODEL = Pattern.compile("models:/+([^/@]+)/(\\d+)/?");
  private static final Pattern LOGGED = Pattern.compile("models:/+(m-[0-9a-f]{32})/?");
  private static final Pattern ALIAS = Pattern.compile("models:/+([^/@]+)@([^/]+)/?");

  private final RunStore runs;
  private final VersionStore versions;
  private final LoggedModelStore loggedModels;

  public ModelSource(RunStore runs, VersionStore versions, LoggedModelStore loggedModels) {
    this.runs = runs;
    this.versions = versions;
    this.loggedModels = loggedModels;
  }

  /**
   * The place of the files, where the request may name the logged model that has them.
   *
   * @param loggedModel its id, or empty
   * @return the place, and the run that made the model
   */
  public Origin origin(String source, String loggedModel, String run) {
    Matcher logged = LOGGED.matcher(source);
    if (loggedModel.isEmpty()) {
      if (logged.matches()) {
        throw foreign(source);
      }
      return new Origin(storage(source), run);
    }
    LoggedModel model = loggedModels.require(new LoggedModelId(loggedModel));
    String from = run.isEmpty() ? model.runId() : run;
    if (logged.matches() && logged.group(1).equals(loggedModel)) {
      return new Origin(model.artifactUri(), from);
    }
    if (logged.matches() || source.startsWith("runs:")) {
      throw foreign(source);
    }
    return new Origin(storage(source), from);
  }

  /** Where a version's files lie and which run made them, or an empty text. */
  public record Origin(String storage, String runId) {}

  private static RegistryException foreign(String source) {
    return RegistryException.invalid(
        "Invalid model version source: '"
            + source
            + "'. The model_id request parameter must identify the resource that contains the"
            + " source.");
  }

  /**
   * The place of the files.
   *
   * @param source {@code runs:/{run_id}/{path}}, {@code models:/{name}/{version}}, {@code
   *     models:/{name}@{alias}}, or a URI that stands for itself
   */
  public String storage(String source) {
    ArtifactUri.check("source", source);
    Matcher run = RUN.matcher(source);
    if (run.matches()) {
      String root = runs.artifactUri(new RunId(run.group(1)));
      ArtifactPath path = ArtifactPath.of(run.group(2));
      return path.isRoot() ? root : root + "/" + path;
    }
    Matcher model = MODEL.matcher(source);
    if (model.matches()) {
      return versions
          .require(new ModelName(model.group(1)), VersionNumber.parse(model.group(2)))
          .storage();
    }
    Matcher alias = ALIAS.matcher(source);
    if (alias.matches()) {
      return versions
          .require(new ModelName(alias.group(1)), new AliasName(alias.group(2)))
          .storage();
    }
    if (source.startsWith("models:") || source.startsWith("runs:")) {
      throw RegistryException.invalid(
          "Invalid model version source: '" + source + "': it names no run and no version.");
    }
    return source;
  }
}
