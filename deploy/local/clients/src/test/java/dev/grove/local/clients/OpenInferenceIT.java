package dev.grove.local.clients;

import dev.grove.local.services.Service;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** KServe's and Triton's Python clients: the tests of {@code src/test/python-oip}. */
@ExtendWith(RunningStack.Shared.class)
class OpenInferenceIT {
  @TestFactory
  Stream<DynamicTest> python(RunningStack stack) throws Exception {
    return PythonTests.run(
        PythonEnvironment.openInference(),
        "python-oip",
        Map.of(
            "GROVE_INFERENCE", stack.uri(Service.INFERENCE),
            "GROVE_DATA", stack.uri(Service.DATA),
            "GROVE_MODEL", RunningStack.MODEL));
  }
}
