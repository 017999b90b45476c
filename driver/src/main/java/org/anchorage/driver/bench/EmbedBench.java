/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.anchorage.core.config.Settings;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Engine;
import org.anchorage.worker.step.Engines;
import org.anchorage.worker.step.StepInput;

/** Measures embedding by several workers at once, with networks that only embed. */
public final class EmbedBench {

  /**
   * The figures.
   *
   * @param forwardImagesPerS of all workers together, median of the repeats
   * @param threads of one worker
   * @param library that the engine computes with
   * @param peakRssMb most resident memory of this process so far, in MB; 0 if it is not known
   */
  public record Result(
      double forwardImagesPerS,
      double minForwardImagesPerS,
      double maxForwardImagesPerS,
      int workers,
      int threads,
      int batch,
      String encoder,
      String library,
      long peakRssMb) {}

  private record Worker(Embedder embedder, StepInput batch) {

    void embed() {
      embedder.embed(batch.images(), batch.size());
    }
  }

  private EmbedBench() {}

  /**
   * Measures.
   *
   * @param settings of the workers, network and batch
   * @throws IllegalStateException if the engine has loaded a library that is too slow
   */
  public static Result run(Settings settings, Schedule schedule) {
    Engine engine = Engines.of(settings);
    engine.backend().requireFast();
    int workers = settings.train().workers();
    try (Crew<Worker> crew = new Crew<>(workers, number -> worker(engine, settings, number))) {
      Repeated rates = rates(crew, Worker::embed, settings, schedule);
      return new Result(
          rates.median(),
          rates.min(),
          rates.max(),
          workers,
          engine.backend().threads(),
          settings.batch().size(),
          settings.encoder().name(),
          engine.backend().library(),
          PeakMemory.residentMb());
    }
  }

  private static Worker worker(Engine engine, Settings settings, int number) {
    return new Worker(engine.embedder(settings), NoiseBatch.of(settings, number));
  }

  /** Returns the images a second of all workers; a worker embeds a batch with each call. */
  static <W> Repeated rates(Crew<W> crew, Consumer<W> embed, Settings settings, Schedule schedule) {
    double images = (double) schedule.calls() * settings.batch().size();
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < schedule.warmUp() + schedule.repeats(); i++) {
      Crew.Turn<Integer> turn =
          crew.turn(
              worker -> {
                for (int call = 0; call < schedule.calls(); call++) {
                  embed.accept(worker);
                }
                return schedule.calls();
              });
      if (i >= schedule.warmUp()) {
        rates.add(turn.rate(images));
      }
    }
    return Repeated.of(rates);
  }
}
