/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.anchorage.core.config.OptimiserSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.exchange.Exchange;
import org.anchorage.worker.exchange.Piece;
import org.anchorage.worker.exchange.SentStart;
import org.anchorage.worker.exchange.SliceMean;
import org.anchorage.worker.exchange.Slices;
import org.anchorage.worker.round.RoundEnd;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.RoundWork;

/**
 * Measures what a round costs beside its steps, without Spark or a network between machines. Random
 * parameters are sent, received, cut, averaged and applied, one part after another.
 */
public final class ExchangeBench {

  /** The parts, in the order of a round. */
  private enum Part {
    /** The driver encodes the start, on all its cores. */
    SEND,
    /** A worker decodes it. */
    RECEIVE,
    /** A worker cuts and encodes its result. */
    CUT,
    /** The pieces of all workers are averaged, slice after slice on one core. */
    MEAN,
    /** The driver applies the mean, on all its cores. */
    NEXT
  }

  /**
   * The figures.
   *
   * @param parameters of the network
   * @param moments that travel with them
   * @param bytesDown to one worker in a round
   * @param bytesUp from one worker in a round
   * @param seconds by part, medians
   */
  public record Result(
      int parameters,
      int moments,
      int workers,
      String encoding,
      long bytesDown,
      long bytesUp,
      Map<String, Double> seconds) {}

  private ExchangeBench() {}

  /**
   * Measures.
   *
   * @param parameters of the network, at least 1
   * @param settings with the workers, the encoding and the optimiser to measure
   * @param schedule a turn is one round
   */
  public static Result run(int parameters, Settings settings, Schedule schedule) {
    if (parameters < 1) {
      throw new ConfigurationException("--parameters", parameters, "it must be at least 1");
    }
    int workers = settings.train().workers();
    int moments = parameters * perParameter(settings.optimiser());
    Exchange exchange = new Exchange(settings.rounds().encoding());
    Seed seed = new Seed(settings.seed());
    RoundStart start =
        new RoundStart(0, noise(seed, parameters), magnitudes(seed.derive("start"), moments), 0);
    List<RoundEnd> ends = new ArrayList<>();
    RoundWork work = new RoundWork(1, settings.batch().size(), 0, 0, 0, 0, 0);
    for (int worker = 0; worker < workers; worker++) {
      Seed own = seed.derive(worker);
      ends.add(
          new RoundEnd(
              worker, noise(own, parameters), magnitudes(own.derive("end"), moments), work));
    }
    Map<Part, List<Double>> seconds = new EnumMap<>(Part.class);
    long down = 0;
    long up = 0;
    for (int turn = 0; turn < schedule.warmUp() + schedule.repeats(); turn++) {
      if (turn == schedule.warmUp()) {
        seconds.clear();
      }
      SentStart sent = timed(seconds, Part.SEND, () -> exchange.send(start));
      timed(seconds, Part.RECEIVE, () -> exchange.receive(sent));
      List<List<Piece>> pieces = new ArrayList<>();
      for (RoundEnd end : ends) {
        pieces.add(timed(seconds, Part.CUT, () -> exchange.pieces(start, end)));
      }
      List<SliceMean> means =
          timed(seconds, Part.MEAN, () -> means(exchange, pieces, sent.slices()));
      timed(seconds, Part.NEXT, () -> exchange.next(start, means));
      down = sent.size();
      up = pieces.get(0).stream().mapToLong(piece -> piece.bytes().length).sum();
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    seconds.forEach(
        (part, all) ->
            medians.put(part.name().toLowerCase(Locale.ROOT), Repeated.of(all).median()));
    return new Result(
        parameters,
        moments,
        workers,
        settings.rounds().encoding().name().toLowerCase(Locale.ROOT),
        down,
        up,
        medians);
  }

  /** Returns how many moments travel with each parameter. */
  private static int perParameter(OptimiserSettings optimiser) {
    if (optimiser.state() != OptimiserSettings.State.AVERAGED) {
      return 0;
    }
    return switch (optimiser.name()) {
      case ADAM -> 2;
      case NESTEROV -> 1;
      case SGD -> 0;
    };
  }

  private static List<SliceMean> means(Exchange exchange, List<List<Piece>> pieces, Slices slices) {
    List<SliceMean> means = new ArrayList<>();
    for (int i = 0; i < slices.count(); i++) {
      int slice = i;
      means.add(exchange.mean(pieces.stream().map(of -> of.get(slice)).toList(), slices));
    }
    return means;
  }

  private static <T> T timed(Map<Part, List<Double>> seconds, Part part, Supplier<T> work) {
    long began = System.nanoTime();
    T result = work.get();
    seconds.computeIfAbsent(part, one -> new ArrayList<>()).add((System.nanoTime() - began) / 1e9);
    return result;
  }

  private static float[] noise(Seed seed, int count) {
    SplittableRandom random = seed.derive("noise").generator();
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian(0, 0.05);
    }
    return values;
  }

  /** Draws moments: small, and not negative, because second moments are means of squares. */
  private static float[] magnitudes(Seed seed, int count) {
    float[] values = noise(seed, count);
    for (int i = 0; i < count; i++) {
      values[i] *= values[i];
    }
    return values;
  }
}
