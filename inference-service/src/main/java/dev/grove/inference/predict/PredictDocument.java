package dev.grove.inference.predict;

import dev.grove.bundle.Column;
import dev.grove.inference.serving.ModelSlot;
import dev.grove.inference.serving.ServedModel;
import dev.grove.inference.serving.ServedModels;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * Describes the routes that predict, with rows that the models that serve just now really take: it
 * runs whenever the document is asked for. Idempotent, for it may see its own work again.
 */
@Singleton
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_PER_REQUEST)
public final class PredictDocument implements OASFilter {
  private static final int MOST_MODELS = 20;
  private static final int MOST_COLUMNS = 500;

  private final ServedModels models;

  @Inject
  public PredictDocument(ServedModels models) {
    this.models = models;
  }

  @Override
  public void filterOpenAPI(OpenAPI document) {
    if (document.getPaths() == null || document.getPaths().getPathItems() == null) {
      return;
    }
    List<ServedModel> served =
        models.all().stream()
            .map(ModelSlot::serving)
            .filter(model -> model != null)
            .limit(MOST_MODELS)
            .toList();
    ServedModel preferred = models.preferred().orElse(null);
    document
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) -> {
              boolean named = path.startsWith("/models/");
              List<ServedModel> answering =
                  named ? served : preferred == null ? List.of() : List.of(preferred);
              describe(path, item, answering);
            });
  }

  private static void describe(String path, PathItem item, List<ServedModel> models) {
    Operation post = item.getPOST();
    if (post == null) {
      return;
    }
    String who = whose(path);
    if (path.endsWith("/predict")) {
      RouteDescription.ofRow(post, "Predict one row with " + who);
      examples(post, models, ModelExamples::row, ModelExamples::answer);
      schema(post, rows(models));
    } else if (path.endsWith("/predict/batch")) {
      RouteDescription.ofBatch(post, "Predict many rows with " + who);
      examples(post, models, ModelExamples::rows, PredictDocument::batchAnswer);
      Schema array = OASFactory.createSchema().addType(SchemaType.ARRAY);
      array.setItems(rows(models));
      schema(post, array);
    } else if (path.endsWith("/encode")) {
      RouteDescription.ofEncoding(post, "The encoded vector of a row, as the forest sees it");
      examples(post, models, ModelExamples::row, null);
      schema(post, rows(models));
    }
  }

  private static String whose(String path) {
    if (path.contains("{version}")) {
      return "one version of a model";
    }
    return path.contains("{name}") ? "a model, or with one of its aliases" : "the default model";
  }

  private static Map<String, Object> batchAnswer(ModelExamples examples) {
    List<Map<String, Object>> answers = examples.answers();
    Map<String, Object> batch = new LinkedHashMap<>();
    batch.put("predictions", answers);
    batch.put("rows", answers.size());
    batch.put("failed", 0);
    batch.put("complete", true);
    return batch;
  }

  private interface Shown {
    Object of(ModelExamples examples);
  }

  private static void examples(
      Operation post, List<ServedModel> models, Shown request, Shown answer) {
    Map<String, Example> requests = new LinkedHashMap<>();
    Map<String, Example> answers = new LinkedHashMap<>();
    for (ServedModel model : models) {
      ModelExamples examples = new ModelExamples(model);
      requests.put(model.name(), example(model, request.of(examples)));
      if (answer != null) {
        answers.put(model.name(), example(model, answer.of(examples)));
      }
    }
    json(post).setExamples(requests.isEmpty() ? null : requests);
    post.getResponses()
        .getAPIResponse("200")
        .getContent()
        .getMediaType(RouteDescription.JSON)
        .setExamples(answers.isEmpty() ? null : answers);
  }

  private static Example example(ServedModel model, Object value) {
    Example example = OASFactory.createExample();
    example.setSummary("Model " + model.name() + ", version " + model.version());
    example.setValue(value);
    return example;
  }

  private static MediaType json(Operation post) {
    return post.getRequestBody().getContent().getMediaType(RouteDescription.JSON);
  }

  private static void schema(Operation post, Schema schema) {
    json(post).setSchema(schema);
  }

  private static Schema rows(List<ServedModel> models) {
    if (models.size() == 1) {
      return row(models.get(0));
    }
    Schema any = OASFactory.createSchema();
    models.forEach(model -> any.addAnyOf(row(model)));
    return models.isEmpty() ? any.addType(SchemaType.OBJECT) : any;
  }

  private static Schema row(ServedModel model) {
    Schema row = OASFactory.createSchema().addType(SchemaType.OBJECT);
    row.setTitle("A row of " + model.name());
    model.bundle().input().columns().stream()
        .limit(MOST_COLUMNS)
        .forEach(column -> row.addProperty(column.name(), value(column)));
    return row;
  }

  private static Schema value(Column column) {
    Schema value = OASFactory.createSchema();
    switch (column.type()) {
      case INTEGER -> value.addType(SchemaType.INTEGER);
      case DOUBLE -> value.addType(SchemaType.NUMBER);
      case BOOLEAN -> value.addType(SchemaType.BOOLEAN);
      case STRING -> value.addType(SchemaType.STRING);
      case DATE -> value.addType(SchemaType.STRING).setFormat("date");
      case TIMESTAMP -> value.addType(SchemaType.STRING).setFormat("date-time");
    }
    return value.addType(SchemaType.NULL);
  }
}
