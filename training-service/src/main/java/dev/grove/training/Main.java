package dev.grove.training;

import dev.grove.training.fit.Worker;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * The executable: the service, or, if the first argument says so, the process that trains one job.
 *
 * <p>The choice is made before Quarkus boots, so that a worker costs no server.
 */
@QuarkusMain
public class Main {
  public static void main(String... arguments) {
    if (arguments.length > 0 && arguments[0].equals(Worker.ARGUMENT)) {
      Worker.main(arguments);
    } else {
      Quarkus.run(arguments);
    }
  }
}
