package dev.grove.local.clients;

import dev.grove.local.services.Service;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** MLflow's Python client: the tests of {@code src/test/python}. */
@ExtendWith(RunningStack.Shared.class)
class PythonClientIT {
  @TestFactory
  Stream<DynamicTest> python(RunningStack stack) throws Exception {
    return PythonTests.run(
        PythonEnvironment.mlflow(),
        "python",
        Map.of(
            "MLFLOW_TRACKING_URI", stack.uri(Service.REGISTRY),
            "GROVE_INFERENCE", stack.uri(Service.INFERENCE),
            "GROVE_MODEL", RunningStack.MODEL));
  }
}
