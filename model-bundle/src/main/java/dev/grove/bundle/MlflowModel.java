package dev.grove.bundle;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What makes the bundle's directory a model of MLflow's too: {@code mlflow.lightgbm.load_model} and
 * {@code mlflow.pyfunc.load_model} load it and score <em>encoded</em> rows.
 *
 * @param features the encoded vector's length
 * @param outputs scores a row
 * @param lightgbmVersion null if nobody told, as may be the two after it
 * @param uuid the same for the same model
 */
record MlflowModel(
    int features,
    int outputs,
    String lightgbmVersion,
    String runId,
    Instant createdAt,
    String uuid) {
  private static final DateTimeFormatter PYTHON_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String PYTHON_VERSION = "3.11.0";
  private static final String ENVIRONMENT = "python_env.yaml";
  private static final String REQUIREMENTS = "requirements.txt";

  static MlflowModel of(ModelBundle bundle, String modelSha256, Instant createdAt) {
    String identity = bundle.lineage().runId() + "/" + modelSha256;
    return new MlflowModel(
        bundle.encoding().size(),
        bundle.labels().outputs(),
        bundle.lineage().lightgbmVersion(),
        bundle.lineage().runId(),
        createdAt,
        Sha256.hex(identity.getBytes(StandardCharsets.UTF_8)).substring(0, 32));
  }

  /** Each file's name to its text. */
  Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(BundleFormat.MLMODEL, description());
    files.put(
        ENVIRONMENT,
        "python: %s\nbuild_dependencies:\n- pip\ndependencies:\n- -r %s\n"
            .formatted(quoted(PYTHON_VERSION), REQUIREMENTS));
    boolean plain = lightgbmVersion != null && lightgbmVersion.matches("[0-9]+(\\.[0-9]+){0,3}");
    files.put(REQUIREMENTS, "mlflow\nlightgbm" + (plain ? "==" + lightgbmVersion : "") + "\n");
    return files;
  }

  private String description() {
    StringBuilder yaml = new StringBuilder(1_024);
    yaml.append("artifact_path: model\n");
    yaml.append("flavors:\n");
    yaml.append("  lightgbm:\n");
    yaml.append("    code: null\n");
    yaml.append("    data: ").append(BundleFormat.MODEL).append('\n');
    yaml.append("    lgb_version: ").append(quoted(lightgbmVersion)).append('\n');
    yaml.append("    model_class: lightgbm.basic.Booster\n");
    yaml.append("  python_function:\n");
    yaml.append("    data: ").append(BundleFormat.MODEL).append('\n');
    yaml.append("    env:\n");
    yaml.append("      virtualenv: ").append(ENVIRONMENT).append('\n');
    yaml.append("    loader_module: mlflow.lightgbm\n");
    yaml.append("    python_version: ").append(quoted(PYTHON_VERSION)).append('\n');
    yaml.append("model_uuid: ").append(quoted(uuid)).append('\n');
    yaml.append("run_id: ").append(quoted(runId)).append('\n');
    yaml.append("signature:\n");
    yaml.append("  inputs: '").append(tensor("-1, " + features)).append("'\n");
    yaml.append("  outputs: '").append(tensor(outputs == 1 ? "-1" : "-1, " + outputs));
    yaml.append("'\n");
    yaml.append("  params: null\n");
    if (createdAt != null) {
      yaml.append("utc_time_created: ").append(quoted(PYTHON_TIME.format(createdAt))).append('\n');
    }
    return yaml.toString();
  }

  private static String tensor(String shape) {
    return "[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"float64\", \"shape\": ["
        + shape
        + "]}}]";
  }

  /** A YAML scalar between double quotes, with every character but printable ASCII escaped. */
  static String quoted(String text) {
    if (text == null) {
      return "null";
    }
    StringBuilder yaml = new StringBuilder(text.length() + 2).append('"');
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                yaml.append('\\').append((char) c);
              } else if (c >= ' ' && c <= '~') {
                yaml.append((char) c);
              } else {
                yaml.append(String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c));
              }
            });
    return yaml.append('"').toString();
  }
}
