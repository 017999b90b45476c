/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anchorage.core.config.OptimiserSettings.State;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.plan.Batch;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.LossInput;
import org.anchorage.worker.loss.LossResult;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Engines;
import org.anchorage.worker.step.Learner;
import org.anchorage.worker.step.StepInput;
import org.anchorage.worker.step.Targets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestLocalRound {

  private static final Seed SEED = new Seed(3);
  private static final NoiseReader READER = new NoiseReader(16 * 16);

  private static Settings settings(String... words) {
    return SettingsReader.defaults()
        .with(List.of("image.width=16", "image.height=16", "embedding.dim=8"))
        .with(List.of(words))
        .settings();
  }

  private static Learner learner(Settings settings) {
    return Engines.of(settings).learner(settings, RankingLosses.of(settings.loss(), 6));
  }

  private static RoundStart start(Learner learner, State state) {
    return RoundStart.first(learner, state);
  }

  /** The next start, by the definition. */
  private static RoundStart mean(RoundStart start, List<RoundEnd> ends) {
    double total = ends.stream().mapToLong(end -> end.work().examples()).sum();
    float[] parameters = new float[start.parameters().length];
    float[] moments = new float[start.optimiserState().length];
    for (int i = 0; i < parameters.length; i++) {
      double sum = 0;
      for (RoundEnd end : ends) {
        sum += end.work().examples() * (double) end.parameters()[i];
      }
      parameters[i] = (float) (sum / total);
    }
    for (int i = 0; i < moments.length; i++) {
      double sum = 0;
      for (RoundEnd end : ends) {
        sum += end.work().examples() * (double) end.optimiserState()[i];
      }
      moments[i] = (float) (sum / total);
    }
    return new RoundStart(
        start.round() + 1, parameters, moments, start.iteration() + ends.get(0).work().steps());
  }

  private static Batch batch(int... rows) {
    return new Batch(rows);
  }

  /** Two images of each of four classes. */
  private static List<Batch> batches() {
    return List.of(
        batch(0, 1, 4, 5, 8, 9, 12, 13),
        batch(2, 3, 6, 7, 10, 11, 14, 15),
        batch(0, 2, 4, 6, 16, 17, 20, 21),
        batch(1, 3, 5, 7, 18, 19, 22, 23),
        batch(8, 10, 12, 14, 16, 18, 20, 22),
        batch(9, 11, 13, 15, 17, 19, 21, 23));
  }

  @ParameterizedTest
  @ValueSource(strings = {"triplet", "proxy-anchor", "softmax"})
  void oneWorkerInRoundsIsAPlainLoopBitForBit(String loss) {
    Settings settings = settings("loss.name=" + loss);
    Learner plain = learner(settings);
    WorkerRound whole = new WorkerRound(0, 0, 0, batches());
    for (int i = 0; i < batches().size(); i++) {
      plain.step(READER.read(batches().get(i), whole.stepSeed(SEED, i)), new Seed(0));
    }

    Learner first = learner(settings);
    RoundStart start = start(first, State.AVERAGED);
    for (int from = 0; from < batches().size(); from += 2) {
      WorkerRound part = new WorkerRound(0, 0, from, batches().subList(from, from + 2));
      // A new network every round: nothing may hide in it.
      RoundEnd delta = LocalRound.run(part, start, learner(settings), READER, SEED, State.AVERAGED);
      start = mean(start, List.of(delta));
    }

    assertThat(start.parameters()).isEqualTo(plain.parameters());
    assertThat(start.optimiserState()).isEqualTo(plain.optimiserState());
    assertThat(start.iteration()).isEqualTo(6);
    assertThat(start.round()).isEqualTo(3);
  }

  @Test
  void aTaskThatIsRunAgainGivesTheSameDelta() {
    Settings settings = settings();
    WorkerRound part = new WorkerRound(0, 0, 0, batches());
    for (State state : List.of(State.AVERAGED, State.RESET)) {
      Learner learner = learner(settings);
      RoundStart start = start(learner, state);
      RoundEnd once = LocalRound.run(part, start, learner, READER, SEED, state);
      RoundEnd again = LocalRound.run(part, start, learner, READER, SEED, state);
      assertThat(again.parameters()).isEqualTo(once.parameters());
      assertThat(again.optimiserState()).isEqualTo(once.optimiserState());
      assertThat(again.work().lossSum()).isEqualTo(once.work().lossSum());
    }
  }

  @Test
  void tellsReadingApartFromSteps() {
    Settings settings = settings();
    Learner learner = learner(settings);
    WorkerRound part = new WorkerRound(0, 0, 0, batches());

    RoundWork work =
        LocalRound.run(part, start(learner, State.RESET), learner, READER, SEED, State.RESET)
            .work();

    assertThat(work.readSeconds()).isPositive();
    assertThat(work.stepSeconds().total()).isPositive();
    assertThat(work.readSeconds() + work.stepSeconds().total()).isLessThan(work.seconds());
    RoundWork twice = work.plus(work);
    assertThat(twice.readSeconds()).isEqualTo(2 * work.readSeconds());
    assertThat(twice.stepSeconds()).isEqualTo(work.stepSeconds().plus(work.stepSeconds()));
  }

  @Test
  void aMemoryIsOfOneRound() {
    Settings settings = settings("loss.memory.size=12");
    Learner learner = learner(settings);
    RoundStart start = start(learner, State.AVERAGED);
    WorkerRound part = new WorkerRound(0, 0, 0, batches());
    RoundEnd once = LocalRound.run(part, start, learner, READER, SEED, State.AVERAGED);
    RoundEnd again = LocalRound.run(part, start, learner, READER, SEED, State.AVERAGED);
    RoundEnd elsewhere =
        LocalRound.run(part, start, learner(settings), READER, SEED, State.AVERAGED);
    RoundEnd without =
        LocalRound.run(part, start, learner(settings()), READER, SEED, State.AVERAGED);

    assertThat(again.parameters()).isEqualTo(once.parameters());
    assertThat(elsewhere.parameters()).isEqualTo(once.parameters());
    assertThat(again.work().tuples()).isEqualTo(once.work().tuples());
    assertThat(once.parameters()).isNotEqualTo(without.parameters());
    // The first batch has none before it, the second has the first, and further ones have 12 rows.
    assertThat(once.work().tuples()).isGreaterThan(without.work().tuples());
  }

  @Test
  void keptMomentsChangeWhatTheNextRoundDoesAndResetOnesDoNot() {
    Settings settings = settings();
    WorkerRound part = new WorkerRound(0, 0, 0, batches());
    Learner kept = learner(settings);
    RoundStart start = start(kept, State.KEPT);
    RoundEnd fresh = LocalRound.run(part, start, kept, READER, SEED, State.KEPT);
    RoundEnd used = LocalRound.run(part, start, kept, READER, SEED, State.KEPT);
    assertThat(used.parameters()).isNotEqualTo(fresh.parameters());
    RoundEnd reset = LocalRound.run(part, start, kept, READER, SEED, State.RESET);
    assertThat(reset.parameters()).isEqualTo(fresh.parameters());
  }

  /** Mean squared distance of same-class pairs: a set of tuples that does not change by merging. */
  private record Compactness() implements RankingLoss {
    @Override
    public Origin origin() {
      return Origin.ZERO;
    }

    @Override
    public LossResult evaluate(LossInput input) {
      Gram gram = input.gram();
      int[] labels = input.rows().labels();
      int size = gram.size();
      double[] slope = new double[size * size];
      double sum = 0;
      int pairs = 0;
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < i; j++) {
          if (labels[i] == labels[j]) {
            sum += gram.product(i, i) + gram.product(j, j) - 2 * gram.product(i, j);
            slope[i * size + i] += 1;
            slope[j * size + j] += 1;
            slope[i * size + j] -= 2;
            pairs++;
          }
        }
      }
      for (int i = 0; i < slope.length; i++) {
        slope[i] /= pairs;
      }
      return new LossResult(sum / pairs, slope, pairs, pairs);
    }
  }

  @Test
  void workersThatAverageEveryStepOfSgdAreOneMachineOnTheMergedBatch() {
    Settings settings =
        settings("optimiser.name=sgd", "optimiser.learning-rate=0.05", "optimiser.weight-decay=0");
    RankingLoss loss = new Compactness();
    List<Batch> ofWorkers = List.of(batch(0, 1, 4, 5), batch(8, 9, 12, 13), batch(16, 17, 20, 21));
    Learner learner = Engines.of(settings).learner(settings, loss);
    RoundStart start = start(learner, State.RESET);
    List<RoundEnd> deltas = new ArrayList<>();
    for (Batch batch : ofWorkers) {
      // All as worker 0: the seed of a step, and so the images, must not tell them apart here.
      WorkerRound part = new WorkerRound(0, 0, 0, List.of(batch));
      deltas.add(LocalRound.run(part, start, learner, READER, SEED, State.RESET));
    }
    RoundStart averaged = mean(start, deltas);

    int[] merged = ofWorkers.stream().flatMapToInt(batch -> IntStream.of(batch.rows())).toArray();
    WorkerRound whole = new WorkerRound(0, 0, 0, List.of(new Batch(merged)));
    RoundEnd one = LocalRound.run(whole, start, learner, READER, SEED, State.RESET);
    RoundStart machine = mean(start, List.of(one));

    double moved = 0;
    for (int i = 0; i < machine.parameters().length; i++) {
      moved = Math.max(moved, Math.abs(machine.parameters()[i] - start.parameters()[i]));
      assertThat(averaged.parameters()[i]).isCloseTo(machine.parameters()[i], within(1e-5f));
    }
    assertThat(moved).isGreaterThan(1e-3);
  }

  @Test
  void theRateScalesTheStepAndNotTheMoments() {
    Settings settings =
        settings("optimiser.name=sgd", "optimiser.learning-rate=0.05", "optimiser.weight-decay=0");
    List<Batch> one = List.of(batches().get(0));
    Learner learner = learner(settings);
    RoundStart start = start(learner, State.RESET);
    RoundEnd full =
        LocalRound.run(new WorkerRound(0, 0, 0, one), start, learner, READER, SEED, State.RESET);
    RoundEnd half =
        LocalRound.run(
            new WorkerRound(0, 0, 0, 0.5, one), start, learner, READER, SEED, State.RESET);
    RoundEnd fullAgain =
        LocalRound.run(new WorkerRound(0, 0, 0, one), start, learner, READER, SEED, State.RESET);
    for (int i = 0; i < start.parameters().length; i++) {
      float from = start.parameters()[i];
      assertThat(half.parameters()[i] - from)
          .isCloseTo((full.parameters()[i] - from) / 2, within(1e-6f));
    }
    assertThat(fullAgain.parameters()).isEqualTo(full.parameters());
  }

  @Test
  void momentsSurviveAChangeOfTheRate() {
    Settings settings = settings();
    Learner learner = learner(settings);
    RoundStart start = start(learner, State.AVERAGED);
    WorkerRound slow = new WorkerRound(0, 0, 0, 0.25, batches());
    LocalRound.run(slow, start, learner, READER, SEED, State.AVERAGED);
    float[] moments = learner.optimiserState();
    learner.setRate(0.5);
    assertThat(learner.optimiserState()).isEqualTo(moments).isNotEqualTo(new float[0]);
  }

  @Test
  void workIsCounted() {
    Settings settings = settings();
    Learner learner = learner(settings);
    RoundEnd delta =
        LocalRound.run(
            new WorkerRound(5, 0, 0, batches()),
            start(learner, State.AVERAGED),
            learner,
            READER,
            SEED,
            State.AVERAGED);
    assertThat(delta.worker()).isEqualTo(5);
    assertThat(delta.work().steps()).isEqualTo(6);
    assertThat(delta.work().examples()).isEqualTo(48);
    assertThat(delta.work().meanLoss()).isPositive();
    assertThat(delta.work().activeShare()).isBetween(0.0, 1.0);
    assertThat(Stream.of(delta.work(), RoundWork.NONE).reduce(RoundWork::plus))
        .contains(delta.work());
  }

  /** A clock that is read once a step, and then a second later. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2.5, 100})
  void aRoundThatTimeBoundsIsTheRoundOfTheStepsItTook(double seconds) {
    Settings settings = settings();
    RoundStart start = start(learner(settings), State.AVERAGED);
    WorkerRound bounded = new WorkerRound(1, 0, 0, 1, seconds, batches());
    AtomicLong nanos = new AtomicLong();
    RoundEnd end =
        LocalRound.run(
            bounded,
            start,
            learner(settings),
            READER,
            SEED,
            State.AVERAGED,
            EarlyEnd.NEVER,
            () -> nanos.getAndAdd(1_000_000_000L));

    int taken = end.work().steps();
    assertThat(taken).isEqualTo((int) Math.min(6, Math.ceil(seconds)));
    WorkerRound same = new WorkerRound(1, 0, 0, batches().subList(0, taken));
    RoundEnd replayed =
        LocalRound.run(same, start, learner(settings), READER, SEED, State.AVERAGED);
    assertThat(end.parameters()).isEqualTo(replayed.parameters());
    assertThat(end.optimiserState()).isEqualTo(replayed.optimiserState());
    assertThat(end.work().examples()).isEqualTo(replayed.work().examples()).isEqualTo(8L * taken);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6})
  void aRoundThatOthersEndIsTheRoundOfTheStepsItTook(int told) {
    Settings settings = settings();
    RoundStart start = start(learner(settings), State.AVERAGED);
    WorkerRound whole = new WorkerRound(1, 0, 0, batches());
    List<Integer> asked = new ArrayList<>();
    RoundEnd end =
        LocalRound.run(
            whole,
            start,
            learner(settings),
            READER,
            SEED,
            State.AVERAGED,
            steps -> {
              asked.add(steps);
              return steps >= told;
            });

    // After each step but the last, and never before the first.
    assertThat(asked).isEqualTo(IntStream.rangeClosed(1, Math.min(told, 5)).boxed().toList());
    assertThat(end.work().steps()).isEqualTo(told);
    WorkerRound same = new WorkerRound(1, 0, 0, batches().subList(0, told));
    RoundEnd replayed =
        LocalRound.run(same, start, learner(settings), READER, SEED, State.AVERAGED);
    assertThat(end.parameters()).isEqualTo(replayed.parameters());
    assertThat(end.optimiserState()).isEqualTo(replayed.optimiserState());
    assertThat(end.work().examples()).isEqualTo(8L * told);
  }

  @Test
  void howeverShortTheTimeThereIsOneStep() {
    Settings settings = settings();
    RoundStart start = start(learner(settings), State.AVERAGED);
    WorkerRound bounded = new WorkerRound(0, 0, 0, 1, 1e-12, batches());
    RoundEnd end = LocalRound.run(bounded, start, learner(settings), READER, SEED, State.AVERAGED);
    assertThat(end.work().steps()).isEqualTo(1);
  }

  /** Texts are read so: vectors of a batch's classes, with whatever images the reader has. */
  @Test
  void stepsBringImagesNearerToTheTargetsThatTheReaderGives() {
    Settings settings = settings("loss.name=supcon");
    int dim = settings.encoder().dim();
    BatchReader described =
        (batch, seed) -> {
          int[] classes = IntStream.of(batch.rows()).map(NoiseReader::label).distinct().toArray();
          float[] vectors = new float[classes.length * dim];
          for (int i = 0; i < classes.length; i++) {
            vectors[i * dim + classes[i]] = 1;
          }
          return READER.read(batch, seed).with(new Targets(vectors, classes));
        };
    Learner learner = learner(settings);
    RoundStart start = start(learner, State.AVERAGED);
    WorkerRound part =
        new WorkerRound(
            0, 0, 0, Collections.nCopies(20, batches()).stream().flatMap(List::stream).toList());

    double before = product(settings, start.parameters());
    RoundEnd plain = LocalRound.run(part, start, learner, READER, SEED, State.AVERAGED);
    RoundEnd end = LocalRound.run(part, start, learner, described, SEED, State.AVERAGED);

    assertThat(before).isLessThan(0.2);
    assertThat(product(settings, plain.parameters())).isLessThan(0.6);
    assertThat(product(settings, end.parameters())).isGreaterThan(0.8);
    // A learner keeps nothing of a step's targets.
    assertThat(LocalRound.run(part, start, learner, READER, SEED, State.AVERAGED).parameters())
        .isEqualTo(plain.parameters());
  }

  /** Returns the mean product of the embeddings of some images with the axis of their class. */
  private static double product(Settings settings, float[] parameters) {
    Embedder embedder = Engines.of(settings).embedder(settings);
    embedder.setParameters(parameters);
    StepInput input = READER.read(batches().get(0), new Seed(99));
    float[] vectors = embedder.embed(input.images(), input.size());
    double sum = 0;
    for (int i = 0; i < input.size(); i++) {
      sum += vectors[i * settings.encoder().dim() + input.labels()[i]];
    }
    return sum / input.size();
  }
}
