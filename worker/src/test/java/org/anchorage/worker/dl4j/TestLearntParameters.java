/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.NormalisedSoftmaxLoss;
import org.anchorage.worker.loss.ProxyAnchorLoss;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.SoftmaxLoss;
import org.anchorage.worker.loss.WeightedLosses;
import org.anchorage.worker.loss.WeightedLosses.Member;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a loss learns, as parameters of a network. */
class TestLearntParameters {

  private static final int CLASSES = 20;
  private static final int DIM = 8;
  private static final int ROWS = CLASSES * DIM;

  /** A softmax and its biases, and proxies at another rate behind them. */
  private static final RankingLoss BOTH =
      new WeightedLosses(
          List.of(
              new Member(new SoftmaxLoss(CLASSES, 1), 1),
              new Member(new ProxyAnchorLoss(CLASSES, 32, 0.1, 10), 1)));

  private static Nd4jLearner learner(RankingLoss loss, String... words) {
    return new Nd4jLearner(Encoders.create(Batch.small("residual", words), loss));
  }

  private static float[] own(Nd4jLearner learner, int count) {
    float[] all = learner.parameters();
    return Arrays.copyOfRange(all, all.length - count, all.length);
  }

  private static double deviation(float[] values, int from, int to) {
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += (double) values[i] * values[i];
    }
    return Math.sqrt(squares / (to - from));
  }

  private static void step(Nd4jLearner learner, int times) {
    Batch batch = new Batch(Batch.small("residual"));
    for (int i = 0; i < times; i++) {
      learner.step(batch.input(), new Seed(0));
    }
  }

  @Test
  void lieBehindTheEncoderAndStartFromTheSeed() {
    Settings settings = Batch.small("residual");
    float[] embedding = new Nd4jLearner(Encoders.embedding(settings)).parameters();
    float[] whole = learner(BOTH).parameters();
    float[] own = own(learner(BOTH), 2 * ROWS + CLASSES);

    assertThat(whole).hasSize(embedding.length + 2 * ROWS + CLASSES).startsWith(embedding);
    assertThat(Encoders.embeddingParameters(settings, whole)).isEqualTo(embedding);
    assertThat(Encoders.embeddingParameters(settings, embedding)).isSameAs(embedding);
    assertThat(deviation(own, 0, ROWS)).isCloseTo(0.01, within(0.002));
    assertThat(Arrays.copyOfRange(own, ROWS, ROWS + CLASSES)).containsOnly(0);
    assertThat(deviation(own, ROWS + CLASSES, own.length))
        .isCloseTo(Math.sqrt(2.0 / CLASSES), within(0.05));
    assertThat(own(learner(BOTH), ROWS)).isEqualTo(own(learner(BOTH), ROWS));
    assertThat(own(learner(BOTH, "seed=2"), ROWS)).isNotEqualTo(own(learner(BOTH), ROWS));
    assertThatThrownBy(() -> Encoders.embeddingParameters(settings, new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A network of these settings embeds with "
                + embedding.length
                + " parameters, not 3; pass those of a network trained with them");
  }

  @Test
  void followTheirGradientAtTheirOwnRateWhateverTheSchedule() {
    String[] descent = {
      "optimiser.name=sgd", "optimiser.learning-rate=0.01", "optimiser.weight-decay=0.5"
    };
    for (double factor : new double[] {1, 0.25}) {
      Nd4jLearner once = learner(new ProxyAnchorLoss(CLASSES, 32, 0.1, 1), descent);
      Nd4jLearner tenfold = learner(new ProxyAnchorLoss(CLASSES, 32, 0.1, 10), descent);
      Nd4jLearner fixed = learner(new ProxyAnchorLoss(CLASSES, 32, 0.1, 0), descent);
      float[] before = once.parameters();
      for (Nd4jLearner learner : List.of(once, tenfold, fixed)) {
        assertThat(learner.parameters()).isEqualTo(before);
        learner.setRate(factor);
        step(learner, 1);
      }

      float[] after = once.parameters();
      float[] tenth = tenfold.parameters();
      int first = before.length - ROWS;
      assertThat(Arrays.copyOf(tenth, first)).isEqualTo(Arrays.copyOf(after, first));
      double moved = 0;
      for (int i = first; i < before.length; i++) {
        moved = Math.max(moved, Math.abs(after[i] - before[i]));
        assertThat(tenth[i] - before[i]).isCloseTo(10 * (after[i] - before[i]), within(2e-6f));
      }
      assertThat(moved).isGreaterThan(1e-4);
      assertThat(own(fixed, ROWS)).isEqualTo(Arrays.copyOfRange(before, first, before.length));
    }
  }

  @Test
  void directionsOnlyTurnUnderDescentSoThatNothingDecays() {
    Nd4jLearner learner =
        learner(
            new NormalisedSoftmaxLoss(CLASSES, 0.05, 1),
            "optimiser.name=sgd",
            "optimiser.learning-rate=0.0001",
            "optimiser.weight-decay=0.9");
    double before = deviation(own(learner, ROWS), 0, ROWS);
    step(learner, 5);
    assertThat(deviation(own(learner, ROWS), 0, ROWS)).isCloseTo(before, within(1e-5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam", "nesterov", "sgd"})
  void areSavedAndGoOnAsIfUndisturbed(String rule) throws IOException {
    Nd4jLearner learner = learner(BOTH, "optimiser.name=" + rule);
    step(learner, 2);
    ByteArrayOutputStream ours = new ByteArrayOutputStream();
    NetworkFile.write(learner.network(), ours);
    ByteArrayOutputStream theirs = new ByteArrayOutputStream();
    ModelSerializer.writeModel(learner.network(), theirs, true);
    float[] images = new Batch(Batch.small("residual")).images();
    float[] vectors = Nd4jEngine.embedder(learner.network()).embed(images, 16);

    for (ByteArrayOutputStream file : List.of(ours, theirs)) {
      ComputationGraph read = NetworkFile.read(new ByteArrayInputStream(file.toByteArray()));
      assertThat(Nd4jEngine.embedder(read).embed(images, 16)).isEqualTo(vectors);
      assertThat(read.getConfiguration()).isEqualTo(learner.network().getConfiguration());
      Encoders.attach(read, BOTH);
      Nd4jLearner resumed = new Nd4jLearner(read);
      Nd4jLearner undisturbed = learner(BOTH, "optimiser.name=" + rule);
      step(undisturbed, 2);
      assertThat(resumed.parameters()).isEqualTo(undisturbed.parameters());
      assertThat(resumed.optimiserState()).isEqualTo(undisturbed.optimiserState());
      assertThat(resumed.iteration()).isEqualTo(2);
      step(resumed, 2);
      step(undisturbed, 2);
      assertThat(resumed.parameters()).isEqualTo(undisturbed.parameters());
      assertThat(resumed.optimiserState()).isEqualTo(undisturbed.optimiserState());
    }
  }

  @Test
  void areThoseOfOneLoss() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    NetworkFile.write(learner(new SoftmaxLoss(CLASSES, 1)).network(), file);
    ComputationGraph read = NetworkFile.read(new ByteArrayInputStream(file.toByteArray()));

    assertThatThrownBy(() -> Encoders.attach(read, new SoftmaxLoss(CLASSES + 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The network has parameters for a loss that learns [OwnPart[rows=20, numbers=20,"
                + " rate=1.0]], but this loss learns [OwnPart[rows=21, numbers=21, rate=1.0]];"
                + " attach the loss that it was trained with");
  }

  @Test
  void areNoneWhereTheLossLearnsNothing() {
    RankingLoss plain = new Contrastive(RankingLoss.Origin.ZERO);
    ComputationGraph network = Encoders.create(Batch.small("residual"), plain);
    ComputationGraph embedding = Encoders.embedding(Batch.small("residual"));

    assertThat(network.getOutputLayer(0).numParams()).isZero();
    assertThat(network.getConfiguration().toJson())
        .isEqualTo(embedding.getConfiguration().toJson())
        .doesNotContain("\"own\"");
    assertThat(network.params()).isEqualTo(embedding.params());
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy", "both"})
  void aTinyProblemIsLearnt(String name) {
    RankingLoss proxies = new ProxyAnchorLoss(CLASSES, 32, 0.1, 10);
    Nd4jLearner learner = learner(name.equals("both") ? BOTH : proxies);
    Batch batch = new Batch(Batch.small("residual"));
    double first = learner.step(batch.input(), new Seed(0)).loss();

    step(learner, 25);

    double last = learner.step(batch.input(), new Seed(0)).loss();
    assertThat(last).isLessThan(first / 2);
  }
}
