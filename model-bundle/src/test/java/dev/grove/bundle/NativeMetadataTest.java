package dev.grove.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.bundle.features.NumericTransform;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A native image finds by reflection only what the metadata lists: every record, enum and annotated
 * class of the packages that JSON is read into, but for those named here.
 */
class NativeMetadataTest {
  private static final Set<String> NO_JSON =
      Set.of(
          ModelBundle.class.getName(),
          Fallback.class.getName(),
          MlflowModel.class.getName(),
          Prediction.Regression.class.getName(),
          Prediction.Ranking.class.getName(),
          NumericTransform.class.getName(),
          "dev.grove.bundle.features.TextAnalyzer",
          "dev.grove.bundle.features.FeatureCheck",
          "dev.grove.bundle.features.FeatureEncoding$Binding",
          "dev.grove.bundle.features.NumericEncoder",
          "dev.grove.bundle.features.CategoryEncoder",
          "dev.grove.bundle.features.HashEncoder",
          "dev.grove.bundle.features.TextEncoder",
          "dev.grove.bundle.drift.CellFinder$OfNumber",
          "dev.grove.bundle.drift.CellFinder$OfCategory",
          "dev.grove.bundle.drift.CellFinder$OfLength",
          "dev.grove.bundle.drift.CellFinder$OfWords",
          "dev.grove.bundle.drift.CellFinder$OfNewWords",
          "dev.grove.bundle.drift.ColumnProfiler$Counted");

  private static final String METADATA =
      "/META-INF/native-image/dev.grove/model-bundle/reachability-metadata.json";

  @Test
  void listsEveryTypeThatJsonTouches() throws IOException, URISyntaxException {
    Set<String> listed = new TreeSet<>();
    JsonNode metadata = BundleJson.mapper().readTree(getClass().getResourceAsStream(METADATA));
    for (JsonNode entry : metadata.get("reflection")) {
      listed.add(entry.get("type").textValue());
      for (String all :
          new String[] {"allDeclaredConstructors", "allDeclaredMethods", "allDeclaredFields"}) {
        assertThat(entry.get(all).asBoolean()).as("%s of %s", all, entry).isTrue();
      }
    }
    assertThat(listed).isEqualTo(touched());
  }

  private static Set<String> touched() throws IOException, URISyntaxException {
    Path root =
        Path.of(ModelBundle.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> touched = new TreeSet<>();
    for (String folder :
        new String[] {"dev/grove/bundle", "dev/grove/bundle/features", "dev/grove/bundle/drift"}) {
      try (Stream<Path> files = Files.list(root.resolve(folder))) {
        files
            .map(file -> root.relativize(file).toString())
            .filter(name -> name.endsWith(".class"))
            .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
            .map(NativeMetadataTest::load)
            .filter(NativeMetadataTest::isJson)
            .map(Class::getName)
            .forEach(touched::add);
      }
    }
    touched.removeAll(NO_JSON);
    return touched;
  }

  private static boolean isJson(Class<?> type) {
    boolean annotated =
        Stream.concat(
                Arrays.stream(type.getDeclaredMethods()),
                Arrays.stream(type.getDeclaredConstructors()))
            .flatMap(member -> Arrays.stream(member.getAnnotations()))
            .anyMatch(a -> a.annotationType().getName().startsWith("com.fasterxml.jackson"));
    return type.isRecord()
        || type.isEnum()
        || annotated
        || type.isAnnotationPresent(JsonTypeInfo.class);
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, NativeMetadataTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
