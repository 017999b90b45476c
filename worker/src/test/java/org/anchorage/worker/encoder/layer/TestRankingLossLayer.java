/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.encoder.layer;

import static org.anchorage.worker.encoder.layer.Single.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.encoder.Contrastive;
import org.anchorage.worker.loss.LossInput;
import org.anchorage.worker.loss.LossResult;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLoss.Origin;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
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

  private static double score(RankingLossPass pass, INDArray rows, int index, float by) {
    INDArray copy = rows.dup();
    copy.putScalar(index, copy.getFloat(index) + by);
    pass.setInput(copy, NONE);
    return pass.computeScore(0, true, NONE);
  }

  private static RankingLossPass pass(RankingLoss loss, INDArray rows, int[] labels) {
    NeuralNetConfiguration conf =
        new NeuralNetConfiguration.Builder().layer(new RankingLossLayer(loss, new Seed(0))).build();
    RankingLossPass pass =
        (RankingLossPass)
            conf.getLayer().instantiate(conf, List.of(), 0, null, true, DataType.FLOAT);
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
