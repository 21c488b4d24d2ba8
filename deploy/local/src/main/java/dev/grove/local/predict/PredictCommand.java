package dev.grove.local.predict;

import de.siegmar.fastcsv.reader.CsvParseException;
import dev.grove.local.LocalFailure;
import dev.grove.local.Place;
import dev.grove.local.Screen;
import dev.grove.local.api.InferenceClient;
import dev.grove.local.api.ServedModel;
import dev.grove.local.api.ServiceError;
import dev.grove.local.stack.PortOption;
import dev.grove.local.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code grove predict}. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends a CSV file's rows to the running stack and prints the predictions as CSV, one line a"
          + " row: the target's column and, of a classification, the confidence. A row that could"
          + " not be predicted leaves its line empty and is named on standard error.",
      "With --target the last line is the accuracy over the rows that have a true value (of a"
          + " regression: the rmse)."
    })
public final class PredictCommand implements Callable<Integer> {
  private final Screen screen;
  private final Place place;
  @Spec private CommandSpec command;
  @Mixin private PortOption port;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "A CSV file, gzipped or not; /dev/stdin for a pipe.")
  private Path data;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description =
          "The column with the true values: its name, its index from 0, or 'last'. It is not sent.")
  private String target;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model; the one that was promoted last if left out.")
  private String model;

  @Option(names = "--no-header", description = "The first line is data; columns are c1 to cN.")
  private boolean noHeader;

  @Option(
      names = "--delimiter",
      paramLabel = "C",
      defaultValue = ",",
      description = "One character, or 'tab'.")
  private String delimiter;

  public PredictCommand(Screen screen, Place place) {
    this.screen = screen;
    this.place = place;
  }

  @Override
  public Integer call() throws Exception {
    if (model != null && model.isBlank()) {
      throw new ParameterException(command.commandLine(), "--model must not be empty");
    }
    Path file = place.caller().resolve(data);
    if (Files.isDirectory(file) || !Files.isReadable(file)) {
      throw new LocalFailure("There is no file to read at " + file);
    }
    InferenceClient inference = new InferenceClient(new Stack(place, screen).running(port.ports()));
    ServedModel served = served(inference);
    try (RowFile rows = RowFile.open(file, separator(), !noHeader, target, served)) {
      rows.warnings().forEach(warning -> screen.note("grove: %s", warning));
      return new Predictions(inference, served, screen).print(rows) ? 0 : 1;
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (UncheckedIOException e) {
      throw unreadable(file, e.getCause());
    } catch (CsvParseException e) {
      throw unreadable(file, e);
    }
  }

  private static LocalFailure unreadable(Path file, Exception why) {
    return new LocalFailure("Cannot read " + file + ": " + why.getMessage(), why);
  }

  private ServedModel served(InferenceClient inference) throws LocalFailure, InterruptedException {
    try {
      return model == null ? inference.defaultModel() : inference.model(model);
    } catch (ServiceError e) {
      if (e.status() == 503 || e.status() == 404) {
        throw new LocalFailure(
            "No model is served" + (model == null ? "" : " as " + model) + ": " + e.reason(), e);
      }
      throw e;
    }
  }

  private char separator() {
    if (delimiter.equals("tab") || delimiter.equals("\\t")) {
      return '\t';
    }
    if (delimiter.length() != 1 || "\"\r\n".contains(delimiter)) {
      throw new ParameterException(
          command.commandLine(),
          "--delimiter must be one character, no quote and no line's end, or 'tab'");
    }
    return delimiter.charAt(0);
  }
}
