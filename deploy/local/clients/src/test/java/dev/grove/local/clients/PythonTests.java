package dev.grove.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Tests in Python, each of which shows up as a test here. */
final class PythonTests {
  private static final Path TARGET = RunningStack.MODULE.resolve("target");

  /** What pytest ends with where its {@code -k} fits none. */
  private static final int NO_TEST_CHOSEN = 5;

  private PythonTests() {}

  /**
   * Runs pytest, and hands on what it found.
   *
   * @param work the directory under {@code target} for what the tests write
   * @param variables that tell the tests where the stack is
   */
  static Stream<DynamicTest> run(
      PythonEnvironment environment, String work, Map<String, String> variables) throws Exception {
    Path directory = Files.createDirectories(TARGET.resolve(work));
    Path home = Files.createDirectories(directory.resolve("home"));
    Path temporary = Files.createDirectories(directory.resolve("tmp"));
    Path report = directory.resolve("report.xml");
    Files.deleteIfExists(report);
    Map<String, String> all = new HashMap<>(variables);
    all.put("HOME", home.toString());
    all.put("TMPDIR", temporary.toString());

    int code = environment.run(directory, all, arguments(environment.sources(), report));

    assertThat(report).as("pytest ended with %d and no report", code).exists();
    List<DynamicTest> tests = tests(report);
    assertThat(tests.isEmpty())
        .as("no test ran")
        .isEqualTo(code == NO_TEST_CHOSEN && chosen() != null);
    return tests.stream();
  }

  /** Which tests to run, in pytest's words; null for all. */
  private static String chosen() {
    return System.getProperty("grove.pytest");
  }

  private static List<String> arguments(Path sources, Path report) {
    List<String> arguments =
        new ArrayList<>(List.of("pytest", "--quiet", "-p", "no:cacheprovider"));
    if (chosen() != null) {
      arguments.addAll(List.of("-k", chosen()));
    }
    arguments.add("--junitxml=" + report);
    arguments.add(sources.toString());
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
