package dev.grove.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.grove.local.services.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.TestAbortedException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The tests of {@code src/test/python}, each of which shows up as a test here. */
@ExtendWith(RunningStack.Shared.class)
class PythonClientIT {
  private static final Path TARGET = RunningStack.MODULE.resolve("target");

  @TestFactory
  Stream<DynamicTest> python(RunningStack stack) throws Exception {
    PythonEnvironment environment = PythonEnvironment.require();
    Path work = Files.createDirectories(TARGET.resolve("python"));
    Path home = Files.createDirectories(work.resolve("home"));
    Path temporary = Files.createDirectories(work.resolve("tmp"));
    Path report = work.resolve("report.xml");
    Files.deleteIfExists(report);

    int code =
        environment.run(
            work,
            Map.of(
                "MLFLOW_TRACKING_URI", stack.uri(Service.REGISTRY),
                "GROVE_INFERENCE", stack.uri(Service.INFERENCE),
                "GROVE_MODEL", RunningStack.MODEL,
                "HOME", home.toString(),
                "TMPDIR", temporary.toString()),
            arguments(report));

    assertThat(report).as("pytest ended with %d and no report", code).exists();
    List<DynamicTest> tests = tests(report);
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private static List<String> arguments(Path report) {
    List<String> arguments =
        new ArrayList<>(List.of("pytest", "--quiet", "-p", "no:cacheprovider"));
    Optional.ofNullable(System.getProperty("grove.pytest"))
        .ifPresent(chosen -> arguments.addAll(List.of("-k", chosen)));
    arguments.add("--junitxml=" + report);
    arguments.add(PythonEnvironment.SOURCES.toString());
    return arguments;
  }

  private static List<DynamicTest> tests(Path report) throws Exception {
    NodeList cases =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getElementsByTagName("testcase");
    return IntStream.range(0, cases.getLength())
        .mapToObj(i -> (Element) cases.item(i))
        .map(
            test ->
                dynamicTest(
                    test.getAttribute("classname") + "." + test.getAttribute("name"),
                    () -> judge(test)))
        .toList();
  }

  private static void judge(Element test) {
    for (String kind : List.of("failure", "error")) {
      Element found = (Element) test.getElementsByTagName(kind).item(0);
      if (found != null) {
        throw new AssertionError(found.getTextContent());
      }
    }
    Element skipped = (Element) test.getElementsByTagName("skipped").item(0);
    if (skipped != null) {
      throw new TestAbortedException(skipped.getAttribute("message"));
    }
  }
}
