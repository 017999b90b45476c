/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.LossInput;
import org.anchorage.worker.loss.LossResult;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.step.DivergenceException;
import org.anchorage.worker.step.StepInput;
import org.anchorage.worker.step.StepResult;
import org.anchorage.worker.step.StepSeconds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class TestNd4jLearner {

  private static final RankingLoss LOSS = new Contrastive(RankingLoss.Origin.BATCH_MEAN);

  @ParameterizedTest
  @ValueSource(strings = {"c2f2", "residual"})
  void lossFalls(String name) {
    Batch batch = new Batch(Batch.small(name));
    Nd4jLearner learner = learner(name);

    double first = learner.step(batch.input(), new Seed(0)).loss();
    StepResult last = steps(learner, batch, 15);

    assertThat(last.loss()).isLessThan(first / 2);
    assertThat(last.tuples()).isEqualTo(16 * 15);
    assertThat(last.active()).isBetween(1L, last.tuples());
  }

  /** To the bit but for Adam, which is written anew: there, to what a float holds. */
  @ParameterizedTest
  @CsvSource({"c2f2, adam, 1e-7", "residual, adam, 1e-6", "c2f2, nesterov, 0", "residual, sgd, 0"})
  void stepsLikeDl4jsOwnFit(String name, String rule, float apart) {
    Settings settings = Batch.small(name, "optimiser.weight-decay=0.01", "optimiser.name=" + rule);
    Batch batch = new Batch(settings);
    Nd4jLearner learner = new Nd4jLearner(Encoders.create(settings, LOSS));
    Nd4jLearner fitted = new Nd4jLearner(Encoders.create(settings, LOSS));
    DataSet data =
        new DataSet(
            Nd4j.create(
                batch.images(),
                new long[] {
                  16, settings.image().height(), settings.image().width(), channels(name)
                },
                'c'),
            Nd4j.createFromArray(batch.labels()).castTo(DataType.FLOAT).reshape(16, 1));

    for (int i = 0; i < 3; i++) {
      learner.setParameters(fitted.parameters());
      learner.setOptimiserState(fitted.optimiserState());
      learner.step(batch.input(), new Seed(0));
      fitted.network().fit(data);

      assertThat(largestDifference(learner.parameters(), fitted.parameters()))
          .isLessThanOrEqualTo(apart);
      assertThat(largestDifference(learner.optimiserState(), fitted.optimiserState()))
          .isLessThanOrEqualTo(apart);
      assertThat(learner.iteration()).isEqualTo(fitted.iteration());
    }
  }

  /** In a loop: assertions on each of a million values would take seconds. */
  private static float largestDifference(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    float most = 0;
    for (int i = 0; i < actual.length; i++) {
      most = Math.max(most, Math.abs(actual[i] - expected[i]));
    }
    return most;
  }

  private static int channels(String name) {
    return name.equals("c2f2") ? 1 : 3;
  }

  @Test
  void divergenceLeavesTheNetworkAsItWas() {
    Settings settings = Batch.small("c2f2");
    Batch batch = new Batch(settings);
    Nd4jLearner learner = new Nd4jLearner(Encoders.create(settings, new Steep()));
    float[] before = learner.parameters();

    assertThatThrownBy(() -> learner.step(batch.input(), new Seed(0)))
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("the gradient is not finite (loss 1.5)")
        .hasMessageContaining("lower optimiser.learning-rate")
        .hasMessageContaining("embedding.normalise = true");
    assertThat(learner.parameters()).isEqualTo(before);
    assertThat(learner.optimiserState()).containsOnly(0);
    assertThat(learner.iteration()).isZero();
  }

  @Test
  void imagesThatAreNotFiniteStopTheStep() {
    Batch batch = new Batch(Batch.small("c2f2"));
    float[] images = batch.images().clone();
    images[3] = Float.NaN;
    Nd4jLearner learner = learner("c2f2");
    float[] before = learner.parameters();

    assertThatThrownBy(() -> learner.step(StepInput.of(images, batch.labels()), new Seed(0)))
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("is not finite");
    assertThat(learner.parameters()).isEqualTo(before);
    assertThat(learner.step(batch.input(), new Seed(0)).loss()).isFinite();
  }

  @Test
  void tellsWhereItsTimeWent() {
    Batch batch = new Batch(Batch.small("c2f2"));
    Nd4jLearner learner = learner("c2f2", "seed=1");

    long began = System.nanoTime();
    StepSeconds seconds = learner.step(batch.input(), new Seed(0)).seconds();
    double all = (System.nanoTime() - began) / 1e9;

    assertThat(
            List.of(
                seconds.forward(),
                seconds.loss(),
                seconds.backward(),
                seconds.optimiser(),
                seconds.rest()))
        .allMatch(part -> part > 0);
    assertThat(seconds.total()).isLessThanOrEqualTo(all);
    assertThat(seconds.plus(seconds).total()).isCloseTo(2 * seconds.total(), within(1e-9));
  }

  private static StepResult steps(Nd4jLearner learner, Batch batch, int count) {
    StepResult last = learner.step(batch.input(), new Seed(0));
    for (int i = 1; i < count; i++) {
      last = learner.step(batch.input(), new Seed(0));
    }
    return last;
  }

  private static Nd4jLearner learner(String name, String... words) {
    return new Nd4jLearner(Encoders.create(Batch.small(name, words), LOSS));
  }

  /** A finite loss whose slope no float can hold. */
  private record Steep() implements RankingLoss {

    @Override
    public Origin origin() {
      return Origin.ZERO;
    }

    @Override
    public LossResult evaluate(LossInput input) {
      double[] slope = new double[input.rows().size() * input.rows().size()];
      Arrays.fill(slope, 1e300);
      return new LossResult(1.5, slope, 1, 1);
    }
  }
}
