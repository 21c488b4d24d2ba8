package dev.grove.local.demo;

import dev.grove.local.LocalFailure;
import dev.grove.local.Place;
import dev.grove.local.Screen;
import dev.grove.local.api.DataClient;
import dev.grove.local.api.DatasetVersion;
import dev.grove.local.api.InferenceClient;
import dev.grove.local.api.Job;
import dev.grove.local.api.RegistryClient;
import dev.grove.local.api.ServedModel;
import dev.grove.local.api.ServiceError;
import dev.grove.local.api.TrainingClient;
import dev.grove.local.services.Service;
import dev.grove.local.stack.Ports;
import java.io.IOException;
import java.time.Duration;

/** The main job, step by step, against a stack that runs: table in, served predictions out. */
final class Demo {
  private static final String ALIAS = "champion";
  private static final Duration SERVING_LIMIT = Duration.ofSeconds(60);

  private final Screen screen;
  private final Steps steps;
  private final Ports ports;
  private final Place place;
  private final DataClient data;
  private final TrainingClient training;
  private final InferenceClient inference;

  Demo(Screen screen, Steps steps, Ports ports, Place place) {
    this.screen = screen;
    this.steps = steps;
    this.ports = ports;
    this.place = place;
    this.data = new DataClient(ports);
    this.training = new TrainingClient(ports);
    this.inference = new InferenceClient(ports);
  }

  /**
   * @param rounds null leaves it to training-service
   * @param seed null leaves it to training-service
   */
  void run(Table table, Integer rounds, Long seed)
      throws LocalFailure, InterruptedException, IOException {
    DatasetVersion version = load(table);
    steps.next("Profile");
    new ProfileReport(data.profile(version), version).lines().forEach(this::print);
    Job job = train(table, version, rounds, seed);
    steps.next("Evaluate on rows that were held out");
    new EvaluationReport(job.evaluation()).lines().forEach(this::print);
    steps.next("Register");
    screen.line("   run            %s", job.runId());
    screen.line("   model version  %s %s", table.name(), job.modelVersion());
    ServedModel model = promote(table.name(), job.modelVersion());
    steps.next("Predict rows of the test part");
    new HeldOutRows(data, inference, version, model, ports).lines().forEach(this::print);
  }

  private void print(String line) {
    screen.line("%s", line);
  }

  private DatasetVersion load(Table table) throws ServiceError, InterruptedException {
    steps.next("Load");
    screen.line("   source      %s", table.described());
    long begin = System.nanoTime();
    DatasetVersion version = table.load(data);
    screen.line("   dataset     %s", version.dataset());
    screen.line("   version     %s", version.version());
    screen.line(
        "   rows        %,d (%,d rejected, %,d duplicates) in %.1f s",
        version.rows(),
        version.rejected(),
        version.duplicates(),
        (System.nanoTime() - begin) / 1e9);
    screen.line("   target      %s (%s)", version.target(), version.task());
    if (version.rejected() > 0) {
      screen.line(
          "   rejected    %s/datasets/%s/versions/%s/rejected",
          ports.uri(Service.DATA), version.dataset(), version.version());
    }
    return version;
  }

  private Job train(Table table, DatasetVersion version, Integer rounds, Long seed)
      throws LocalFailure, InterruptedException, IOException {
    steps.next("Train");
    long begin = System.nanoTime();
    Job submitted =
        training.submit(
            new TrainingClient.Request(
                version.dataset(), version.version(), table.name(), rounds, seed));
    screen.line("   job         %s", submitted.id());
    Job job = new TrainingWatch(training, screen).untilItIsOver(submitted);
    if (!job.hasSucceeded() || job.evaluation() == null) {
      throw ServiceError.inVain(
          Service.TRAINING,
          "ended job " + job.id() + " as " + job.state(),
          job.error() == null ? "no reason given" : job.error());
    }
    screen.line(
        "   trained     %d rounds, the best was %d, in %.1f s",
        job.evaluation().rounds(), job.evaluation().bestRound(), (System.nanoTime() - begin) / 1e9);
    return job;
  }

  private ServedModel promote(String name, String version)
      throws LocalFailure, InterruptedException {
    steps.next("Promote");
    long begin = System.nanoTime();
    new RegistryClient(ports).alias(name, ALIAS, version);
    while (true) {
      String served = "nothing";
      try {
        ServedModel model = inference.model(name);
        if (version.equals(model.version())) {
          screen.line(
              "   %s@%s is version %s; inference-service serves it after %.1f s",
              name, ALIAS, version, (System.nanoTime() - begin) / 1e9);
          return model;
        }
        served = "version " + model.version();
      } catch (ServiceError e) {
        if (e.status() != 404 && !e.isPassing()) {
          throw e;
        }
      }
      if (System.nanoTime() - begin > SERVING_LIMIT.toNanos()) {
        throw ServiceError.inVain(
            Service.INFERENCE,
            "does not serve " + name + " version " + version,
            "after "
                + SERVING_LIMIT.toSeconds()
                + " s it serves "
                + served
                + "; see "
                + place.grove()
                + " logs inference");
      }
      Thread.sleep(200);
    }
  }
}
