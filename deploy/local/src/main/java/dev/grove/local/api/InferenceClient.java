package dev.grove.local.api;

import static dev.grove.local.api.ServiceClient.encode;

import dev.grove.local.services.Service;
import dev.grove.local.stack.Ports;
import java.util.List;
import java.util.Map;

/** inference-service: what is served, and what it says. */
public final class InferenceClient {
  private final ServiceClient service;

  public InferenceClient(Ports ports) {
    service = new ServiceClient(ports, Service.INFERENCE);
  }

  private record Models(List<ServedModel> items) {}

  private record Batch(List<Prediction> predictions) {}

  public List<ServedModel> models() throws ServiceError, InterruptedException {
    return service.get("/models", Models.class).items();
  }

  public ServedModel model(String name) throws ServiceError, InterruptedException {
    return service.get("/models/" + encode(name), ServedModel.class);
  }

  /** The model that answers where none is named. */
  public ServedModel defaultModel() throws ServiceError, InterruptedException {
    return model(service.post("/predict", Map.of(), Prediction.class).model());
  }

  /** One prediction a row, in the rows' order; a missing value is null. One bad row fails all. */
  public List<Prediction> predict(String model, List<Map<String, String>> rows)
      throws ServiceError, InterruptedException {
    return batch(model, "fail", rows);
  }

  /** One prediction a row, in the rows' order, or what is wrong with the row. */
  public List<Prediction> predictEach(String model, List<Map<String, String>> rows)
      throws ServiceError, InterruptedException {
    return batch(model, "report", rows);
  }

  private List<Prediction> batch(String model, String onError, List<Map<String, String>> rows)
      throws ServiceError, InterruptedException {
    String call = "/models/" + encode(model) + "/predict/batch?onError=" + onError;
    return service.post(call, rows, Batch.class).predictions();
  }
}
