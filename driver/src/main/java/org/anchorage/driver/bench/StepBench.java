/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.anchorage.core.config.Settings;
import org.anchorage.worker.step.Engine;
import org.anchorage.worker.step.Engines;
import org.anchorage.worker.step.StepSeconds;

/** Measures optimiser steps, and embedding, of several workers at once. */
public final class StepBench {

  /**
   * The figures; rates are of all workers together.
   *
   * @param trainImagesPerS median of the repeats
   * @param forwardImagesPerS the same of embedding
   * @param threads of one worker
   * @param library that the engine computes with
   * @param peakRssMb most resident memory of this process so far, in MB; 0 if it is not known
   * @param shares of a worker's time in training, by part; they sum to 1
   */
  public record Result(
      double trainImagesPerS,
      double minTrainImagesPerS,
      double maxTrainImagesPerS,
      double forwardImagesPerS,
      double minForwardImagesPerS,
      double maxForwardImagesPerS,
      int workers,
      int threads,
      int batch,
      String loss,
      String encoder,
      String layers,
      String library,
      long peakRssMb,
      Map<String, Double> shares) {}

  private StepBench() {}

  /**
   * Measures.
   *
   * @param settings of the workers, network, loss and batch
   * @throws IllegalStateException if the engine has loaded a library that is too slow
   */
  public static Result run(Settings settings, Layers layers, Schedule schedule) {
    Engine engine = engine(settings, layers);
    engine.backend().requireFast();
    int workers = settings.train().workers();
    try (Crew<Trainee> crew =
        new Crew<>(workers, worker -> new Trainee(engine, settings, worker))) {
      for (int i = 0; i < schedule.warmUp(); i++) {
        crew.turn(trainee -> steps(trainee, schedule.calls()));
      }
      double images = (double) schedule.calls() * settings.batch().size();
      StepSeconds spent = StepSeconds.NONE;
      double seconds = 0;
      List<Double> rates = new ArrayList<>();
      for (int i = 0; i < schedule.repeats(); i++) {
        Crew.Turn<StepSeconds> turn = crew.turn(trainee -> steps(trainee, schedule.calls()));
        spent = turn.results().stream().reduce(spent, StepSeconds::plus);
        seconds += turn.own().stream().mapToDouble(Double::doubleValue).sum();
        rates.add(turn.rate(images));
      }
      Repeated train = Repeated.of(rates);
      Repeated forward = EmbedBench.rates(crew, Trainee::embed, settings, schedule);
      return new Result(
          train.median(),
          train.min(),
          train.max(),
          forward.median(),
          forward.min(),
          forward.max(),
          workers,
          engine.backend().threads(),
          settings.batch().size(),
          settings.loss().written(),
          settings.encoder().name(),
          layers.name().toLowerCase(Locale.ROOT),
          engine.backend().library(),
          PeakMemory.residentMb(),
          shares(spent, seconds));
    }
  }

  private static Engine engine(Settings settings, Layers layers) {
    return switch (layers) {
      case OWN -> Engines.of(settings);
      case STOCK -> Engines.named("dl4j-stock");
    };
  }

  private static StepSeconds steps(Trainee trainee, int count) {
    StepSeconds spent = StepSeconds.NONE;
    for (int i = 0; i < count; i++) {
      spent = spent.plus(trainee.step());
    }
    return spent;
  }

  /** Leaves out parts that are not known; {@code other} includes them. */
  private static Map<String, Double> shares(StepSeconds spent, double all) {
    Map<String, Double> shares = new LinkedHashMap<>();
    shares.put("forward", spent.forward() / all);
    shares.put("loss", spent.loss() / all);
    shares.put("backward", spent.backward() / all);
    shares.put("optimiser", spent.optimiser() / all);
    shares.values().removeIf(share -> share == 0);
    shares.put("other", 1 - shares.values().stream().mapToDouble(Double::doubleValue).sum());
    return shares;
  }
}
