/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.anchorage.worker.dl4j.layer.Single.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.Contrastive;
import org.anchorage.worker.loss.CrossBatchMemory;
import org.anchorage.worker.loss.LossInput;
import org.anchorage.worker.loss.LossResult;
import org.anchorage.worker.loss.ProxyAnchorLoss;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLoss.Origin;
import org.anchorage.worker.loss.SoftmaxLoss;
import org.anchorage.worker.loss.WeightedLosses;
import org.anchorage.worker.loss.WeightedLosses.Member;
import org.anchorage.worker.step.DivergenceException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TestRankingLossLayer {

  private static final LayerWorkspaceMgr NONE = LayerWorkspaceMgr.noWorkspaces();
  private static final int[] LABELS = {5, 5, -3, -3, 900_000_001, 900_000_000};

  @Test
  void gradientIsDifferenceFromEitherOrigin() {
    INDArray rows = Single.random(1, LABELS.length, 4);
    for (Origin origin : Origin.values()) {
      RankingLossPass pass = pass(new Contrastive(origin), rows, LABELS);
      INDArray gradient = pass.backpropGradient(null, NONE).getSecond();
      float step = 1e-3f;
      for (int i = 0; i < rows.length(); i++) {
        double difference = score(pass, rows, i, step) - score(pass, rows, i, -step);
        assertThat(difference / (2 * step)).isCloseTo(gradient.getDouble(i), offset(1e-3));
      }
    }
  }

  @Test
  void centringRemovesCancellation() {
    INDArray rows = Single.random(1, LABELS.length, 4).muli(0.125).addi(1024);
    INDArray exact = rows.castTo(DataType.DOUBLE).subi(1024).castTo(DataType.FLOAT);
    RankingLoss loss = new Contrastive(Origin.BATCH_MEAN);
    RankingLossPass far = pass(loss, rows, LABELS);
    RankingLossPass near = pass(loss, exact, LABELS);

    assertClose(
        far.backpropGradient(null, NONE).getSecond(),
        near.backpropGradient(null, NONE).getSecond(),
        1e-6);
    assertThat(far.result().value()).isCloseTo(near.result().value(), offset(1e-12));
  }

  @Test
  void evaluatesOncePerStep() {
    Counting loss = new Counting();
    RankingLossPass pass = pass(loss, Single.random(1, 2, 3), new int[] {1, 1});

    pass.backpropGradient(null, NONE);
    double score = pass.computeScore(0.5, true, NONE);

    assertThat(loss.calls).isEqualTo(1);
    assertThat(score).isEqualTo(2.5);
    assertThat(pass.result().tuples()).isEqualTo(7);
    assertThat(pass.result().active()).isEqualTo(3);
  }

  @Test
  void evaluatesAgainAfterNewLabels() {
    Counting loss = new Counting();
    RankingLossPass pass = pass(loss, Single.random(1, 2, 3), new int[] {1, 1});

    pass.computeScore(0, false, NONE);
    pass.setLabels(column(new int[] {1, 2}));
    pass.computeScore(0, false, NONE);

    assertThat(loss.calls).isEqualTo(2);
  }

  @Test
  void readsLabelsOfDataSets() {
    Counting loss = new Counting();
    RankingLossPass pass = pass(loss, Single.random(1, 2, 3), new int[] {7, 8});

    pass.setLabels(column(new int[] {7, 8}).castTo(DataType.FLOAT));
    pass.computeScore(0, false, NONE);

    assertThat(loss.labels).containsExactly(7, 8);
  }

  @Test
  void refusesMissingLabels() {
    RankingLossPass pass = pass(new Counting(), Single.random(1, 2, 3), new int[] {1});

    assertThatThrownBy(() -> pass.computeScore(0, true, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A batch of 2 needs one label each");
  }

  @Test
  void refusesEmbeddingsThatAreNotFinite() {
    INDArray rows = Single.random(1, 2, 3);
    rows.putScalar(1, Float.NaN);
    RankingLossPass pass = pass(new Counting(), rows, new int[] {1, 1});

    assertThatThrownBy(() -> pass.backpropGradient(null, NONE))
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("an embedding is not finite")
        .hasMessageContaining("lower optimiser.learning-rate");
  }

  @Test
  void refusesLossThatIsNotFinite() {
    Counting loss = new Counting();
    loss.value = Double.POSITIVE_INFINITY;
    RankingLossPass pass = pass(loss, Single.random(1, 2, 3), new int[] {1, 1});

    assertThatThrownBy(() -> pass.backpropGradient(null, NONE))
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("the loss is not finite (loss Infinity)");
  }

  @Test
  void whatTheLossLearnsFollowsItsGradient() {
    RankingLoss loss =
        new WeightedLosses(
            List.of(
                new Member(new SoftmaxLoss(3, 1), 0.5),
                new Member(new Contrastive(Origin.ZERO), 1),
                new Member(new ProxyAnchorLoss(3, 4, 0.1, 2), 0.25)));
    int[] labels = {0, 1, 2, 1};
    INDArray parameters = Single.random(2, 1, 3 * 4 + 3 + 3 * 4);
    INDArray gradient = Nd4j.create(DataType.FLOAT, parameters.shape());
    RankingLossPass pass =
        pass(loss, Single.random(1, labels.length, 4), labels, parameters, false);
    pass.setBackpropGradientsViewArray(gradient);

    Pair<Gradient, INDArray> both = pass.backpropGradient(null, NONE);

    assertThat(both.getFirst().gradientForVariable())
        .containsOnlyKeys("rows0", "numbers0", "rows1");
    assertThat(pass.numParams()).isEqualTo(parameters.length());
    double step = 1e-2;
    for (int i = 0; i < parameters.length(); i++) {
      double kept = parameters.getDouble(i);
      parameters.putScalar(i, kept + step);
      double above = again(pass, labels);
      parameters.putScalar(i, kept - step);
      double below = again(pass, labels);
      parameters.putScalar(i, kept);
      assertThat((above - below) / (2 * step)).isCloseTo(gradient.getDouble(i), offset(2e-3));
    }
  }

  private static double again(RankingLossPass pass, int[] labels) {
    pass.setLabels(column(labels));
    return pass.computeScore(0, true, NONE);
  }

  @Test
  void refusesWhatItLearntThatIsNotFinite() {
    INDArray parameters = Single.random(2, 1, 3 * 4);
    parameters.putScalar(5, Float.NaN);
    RankingLossPass pass =
        pass(
            new ProxyAnchorLoss(3, 4, 0.1, 2),
            Single.random(1, 2, 4),
            new int[] {0, 1},
            parameters,
            false);

    assertThatThrownBy(() -> pass.computeScore(0, true, NONE))
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("a vector that the loss learns is not finite");
  }

  @Test
  void remembersTheBatchesBeforeAsTheyWere() {
    for (Origin origin : Origin.values()) {
      RankingLoss loss = new CrossBatchMemory(new Pull(origin), 6);
      INDArray first = Single.random(1, 4, 3);
      INDArray second = Single.random(2, 4, 3);
      int[] labels = {0, 1, 0, 1};
      RankingLossPass pass = pass(loss, first, labels);
      pass.backpropGradient(null, NONE);
      assertThat(pass.result().tuples()).isEqualTo(4);
      next(pass, second, labels);
      double remembering = pass.computeScore(0, true, NONE);
      assertThat(pass.result().tuples()).isEqualTo(4 + 8);

      // Measuring remembers nothing, and what is remembered is a constant of the gradient.
      INDArray probe = second.dup();
      double step = 1e-3;
      double[] differences = new double[12];
      for (int i = 0; i < 12; i++) {
        probe.putScalar(i, second.getDouble(i) + step);
        next(pass, probe, labels);
        double above = pass.computeScore(0, true, NONE);
        probe.putScalar(i, second.getDouble(i) - step);
        next(pass, probe, labels);
        differences[i] = (above - pass.computeScore(0, true, NONE)) / (2 * step);
        probe.putScalar(i, second.getDouble(i));
      }
      next(pass, second, labels);
      assertThat(pass.computeScore(0, true, NONE)).isEqualTo(remembering);
      INDArray gradient = pass.backpropGradient(null, NONE).getSecond();
      for (int i = 0; i < 12; i++) {
        assertThat(differences[i]).isCloseTo(gradient.getDouble(i), offset(1e-3));
      }

      // Of eight embeddings the newest six are left: of the oldest batch rows 2 and 3.
      next(pass, first, labels);
      pass.computeScore(0, true, NONE);
      assertThat(pass.result().tuples()).isEqualTo(4 + 12);
      pass.forget();
      pass.computeScore(0, true, NONE);
      assertThat(pass.result().tuples()).isEqualTo(4);
    }
  }

  private static void next(RankingLossPass pass, INDArray rows, int[] labels) {
    pass.setInput(rows.dup(), NONE);
    pass.setLabels(column(labels));
  }

  /** The sum of the squared distances of anchors from all other rows of their class. */
  private record Pull(Origin origin) implements RankingLoss {

    @Override
    public LossResult evaluate(LossInput input) {
      Gram gram = input.gram();
      Rows rows = input.rows();
      int size = gram.size();
      double[] slope = new double[size * size];
      double sum = 0;
      int pairs = 0;
      for (int i = 0; i < rows.anchors(); i++) {
        for (int j = 0; j < rows.size(); j++) {
          if (i != j && rows.same(i, j)) {
            sum += gram.product(i, i) + gram.product(j, j) - 2 * gram.product(i, j);
            slope[i * size + i]++;
            slope[j * size + j]++;
            slope[i * size + j] -= 2;
            pairs++;
          }
        }
      }
      return new LossResult(sum, slope, pairs, pairs);
    }
  }

  private static double score(RankingLossPass pass, INDArray rows, int index, float by) {
    INDArray copy = rows.dup();
    copy.putScalar(index, copy.getFloat(index) + by);
    pass.setInput(copy, NONE);
    return pass.computeScore(0, true, NONE);
  }

  private static RankingLossPass pass(RankingLoss loss, INDArray rows, int[] labels) {
    return pass(loss, rows, labels, null, true);
  }

  private static RankingLossPass pass(
      RankingLoss loss,
      INDArray rows,
      int[] labels,
      @Nullable INDArray parameters,
      boolean initialise) {
    RankingLossLayer layer = new RankingLossLayer(loss, new Seed(0));
    layer.setNIn(rows.size(1));
    NeuralNetConfiguration conf = new NeuralNetConfiguration.Builder().layer(layer).build();
    RankingLossPass pass =
        (RankingLossPass)
            conf.getLayer().instantiate(conf, List.of(), 0, parameters, initialise, DataType.FLOAT);
    pass.setInput(rows, NONE);
    pass.setLabels(column(labels));
    return pass;
  }

  private static INDArray column(int[] labels) {
    return Nd4j.createFromArray(labels).reshape(labels.length, 1);
  }

  /** Counts its calls and remembers the labels. */
  private static final class Counting implements RankingLoss {

    private int calls;
    private int[] labels = {};
    private double value = 2;

    @Override
    public Origin origin() {
      return Origin.ZERO;
    }

    @Override
    public LossResult evaluate(LossInput input) {
      calls++;
      labels = input.rows().labels();
      return new LossResult(value, new double[labels.length * labels.length], 7, 3);
    }
  }
}
