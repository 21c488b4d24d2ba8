package dev.grove.inference.oip;

import dev.grove.bundle.ColumnType;
import dev.grove.bundle.ModelBundle;
import dev.grove.inference.serving.ServedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's metadata, made from its bundle's schema.
 *
 * @param inputs the raw columns
 * @param parameters what the protocol has no place for: the encoded input, the task
 */
public record MetadataJson(
    String name,
    List<String> versions,
    String platform,
    List<TensorJson> inputs,
    List<TensorJson> outputs,
    Map<String, Object> parameters) {
  private static final String PLATFORM = "grove_lightgbm";
  private static final int ANY_NUMBER = -1;

  /** A tensor's name and form; -1 is the number of rows. */
  public record TensorJson(String name, String datatype, List<Integer> shape) {}

  static MetadataJson of(ServedModel model) {
    ModelBundle bundle = model.bundle();
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("task", bundle.labels().task().wireName());
    parameters.put("target", bundle.labels().target());
    parameters.put("encoded_input", EncodedRows.NAME);
    parameters.put("encoded_size", bundle.encoding().size());
    return new MetadataJson(
        model.name(),
        List.of(model.version()),
        PLATFORM,
        bundle.input().columns().stream()
            .map(
                column ->
                    new TensorJson(
                        column.name(), datatype(column.type()).name(), List.of(ANY_NUMBER)))
            .toList(),
        ModelOutputs.of(bundle).stream()
            .map(
                output ->
                    new TensorJson(
                        output.name(), output.datatype().name(), output.shape(ANY_NUMBER)))
            .toList(),
        parameters);
  }

  private static Datatype datatype(ColumnType type) {
    return switch (type) {
      case BOOLEAN -> Datatype.BOOL;
      case INTEGER -> Datatype.INT64;
      case DOUBLE -> Datatype.FP64;
      case STRING, DATE, TIMESTAMP -> Datatype.BYTES;
    };
  }
}
