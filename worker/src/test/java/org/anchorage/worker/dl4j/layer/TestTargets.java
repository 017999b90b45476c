/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.CrossBatchMemory;
import org.anchorage.worker.loss.LossInput;
import org.anchorage.worker.loss.LossResult;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLoss.Origin;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.step.Targets;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Fixed rows that a batch is compared with. */
class TestTargets {

  private static final LayerWorkspaceMgr NONE = LayerWorkspaceMgr.noWorkspaces();
  private static final int DIM = 4;
  private static final int CLASSES = 3;
  private static final int[] LABELS = {0, 0, 1, 1, 2};

  private static RankingLoss loss(String words) {
    return RankingLosses.of(
        SettingsReader.defaults().with(List.of(words.split(" "))).settings().loss(), CLASSES);
  }

  private static double[] values(long seed, int count) {
    SplittableRandom random = new Seed(seed).generator();
    return random.doubles(count, -1, 1).toArray();
  }

  private static Targets targets(long seed, int... labels) {
    double[] values = values(seed, labels.length * DIM);
    float[] vectors = new float[values.length];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) values[i];
    }
    return new Targets(vectors, labels);
  }

  /** Returns rows as a network gives them. */
  private static INDArray floats(double[] rows) {
    return Nd4j.createFromArray(rows).reshape(rows.length / DIM, DIM).castTo(DataType.FLOAT);
  }

  /** A loss's pass, with parameters of its own where it learns any. */
  private static RankingLossPass pass(RankingLoss loss) {
    RankingLossLayer layer = new RankingLossLayer(loss, new Seed(0));
    layer.setNIn(DIM);
    layer.setNOut(DIM);
    NeuralNetConfiguration conf = new NeuralNetConfiguration.Builder().layer(layer).build();
    long learnt =
        loss.learntParts().stream()
            .mapToLong(p -> (long) p.rows() * DIM + p.numbers().length)
            .sum();
    INDArray own = learnt == 0 ? null : Single.random(77, 1, learnt);
    RankingLossPass pass =
        (RankingLossPass)
            conf.getLayer().instantiate(conf, List.of(), 0, own, false, DataType.FLOAT);
    if (learnt > 0) {
      pass.setBackpropGradientsViewArray(Nd4j.create(DataType.FLOAT, 1, learnt));
    }
    return pass;
  }

  private static void next(RankingLossPass pass, INDArray rows, int... labels) {
    pass.setInput(rows, NONE);
    pass.setLabels(Nd4j.createFromArray(labels).reshape(labels.length, 1));
  }

  /** In double precision, so that differences are exact. */
  private static double value(RankingLossPass pass, double[] rows, int... labels) {
    next(pass, Nd4j.createFromArray(rows).reshape(labels.length, DIM), labels);
    return pass.computeScore(0, true, NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loss.name=triplet",
        "loss.name=triplet loss.triplet.miner=batch-hard loss.triplet.term=soft",
        "loss.name=triplet loss.triplet.miner=all loss.triplet.distance=cosine",
        "loss.name=contrastive",
        "loss.name=margin loss.margin.miner=all",
        "loss.name=multi-similarity",
        "loss.name=supcon",
        "loss.name=nt-xent",
        "loss.name=nca",
        "loss.name=lifted",
        "loss.name=lifted loss.lifted.form=generalised",
        "loss.name=angular loss.angular.form=batch",
        "loss.name=angular loss.angular.form=hinge",
        "loss.name=triplet loss.memory.size=5",
      })
  void moveImagesByTheirGradientAndStayAsTheyAre(String words) {
    RankingLossPass pass = pass(loss(words));
    Targets targets = targets(2, 0, 1, 2, 1);
    float[] before = targets.vectors().clone();
    pass.setTargets(targets);
    double[] rows = values(1, LABELS.length * DIM);
    double[] differences = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      double kept = rows[i];
      rows[i] = kept + 1e-6;
      double above = value(pass, rows, LABELS);
      rows[i] = kept - 1e-6;
      differences[i] = (above - value(pass, rows, LABELS)) / 2e-6;
      rows[i] = kept;
    }

    value(pass, rows, LABELS);
    INDArray gradient = pass.backpropGradient(null, NONE).getSecond();

    assertThat(gradient.shape()).containsExactly(LABELS.length, DIM);
    assertThat(HostCopy.readDoubles(gradient)).containsExactly(differences, offset(1e-5));
    assertThat(differences).isNotEqualTo(new double[rows.length]);
    assertThat(targets.vectors()).isEqualTo(before);
  }

  /**
   * At (1, 0), with its positive at (0, 1) and a negative at (-1, 0): the distances are sqrt 2 and
   * 2, and a step away from the one and towards the other changes them by unit vectors.
   */
  @Test
  void oneImageWithAPositiveAndANegativeTarget() {
    RankingLossPass pass =
        pass(
            loss(
                "loss.name=triplet loss.triplet.miner=batch-hard loss.triplet.margin=1"
                    + " loss.triplet.distance=euclidean"));
    pass.setTargets(new Targets(new float[] {0, 1, 0, 0, -1, 0, 0, 0}, new int[] {7, 8}));

    value(pass, new double[] {1, 0, 0, 0}, 7);
    INDArray gradient = pass.backpropGradient(null, NONE).getSecond();

    double root = Math.sqrt(2);
    assertThat(pass.result().value()).isCloseTo(root - 2 + 1, within(1e-12));
    assertThat(pass.result().tuples()).isEqualTo(1);
    assertThat(HostCopy.readDoubles(gradient))
        .containsExactly(new double[] {1 / root - 1, -1 / root, 0, 0}, offset(1e-12));
    assertThat(pass.distance()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"triplet", "contrastive", "supcon", "multi-similarity", "circle"})
  void areWhatRememberedEmbeddingsAre(String name) {
    RankingLoss loss = loss("loss.name=" + name);
    Targets targets = targets(2, 0, 1, 2, 1);
    double[] earlier = new double[targets.vectors().length];
    Arrays.setAll(earlier, i -> targets.vectors()[i]);
    RankingLossPass remembering = pass(new CrossBatchMemory(loss, 4));
    next(remembering, floats(earlier), targets.labels());
    remembering.backpropGradient(null, NONE);
    RankingLossPass targeted = pass(loss);
    targeted.setTargets(targets);

    List<float[]> gradients = new ArrayList<>();
    for (RankingLossPass pass : List.of(remembering, targeted)) {
      next(pass, floats(values(1, LABELS.length * DIM)), LABELS);
      gradients.add(HostCopy.read(pass.backpropGradient(null, NONE).getSecond()));
    }

    assertThat(gradients.get(1)).isEqualTo(gradients.get(0));
    assertThat(targeted.result().value()).isEqualTo(remembering.result().value());
    assertThat(targeted.result().tuples()).isEqualTo(remembering.result().tuples());
  }

  @Test
  void standBehindWhatIsRememberedAndAreShiftedByTheImagesMean() {
    Recording recording = new Recording();
    RankingLossPass pass = pass(new CrossBatchMemory(recording, 8));
    next(pass, floats(values(1, 2 * DIM)), 5, 6);
    pass.backpropGradient(null, NONE);
    Targets targets = targets(2, 9);
    pass.setTargets(targets);
    double[] second = values(3, 2 * DIM);
    next(pass, floats(second), 7, 8);

    pass.backpropGradient(null, NONE);

    Rows rows = recording.rows;
    assertThat(rows.labels()).containsExactly(7, 8, 5, 6, 9);
    assertThat(rows.anchors()).isEqualTo(2);
    double square = 0;
    for (int k = 0; k < DIM; k++) {
      double shifted = targets.vectors()[k] - (second[k] + second[DIM + k]) / 2;
      square += shifted * shifted;
    }
    assertThat(recording.lastSquare).isCloseTo(square, within(1e-6));

    // They are the step's alone: nothing of them is remembered.
    pass.setTargets(Targets.NONE);
    next(pass, floats(second), 7, 8);
    pass.backpropGradient(null, NONE);
    assertThat(recording.rows.labels()).containsExactly(7, 8, 5, 6, 7, 8);
  }

  @Test
  void refuseWhatCannotBeCompared() {
    RankingLossPass pass = pass(loss("loss.name=supcon"));
    pass.setTargets(new Targets(new float[6], new int[] {1, 2}));
    next(pass, floats(values(1, 2 * DIM)), 1, 2);
    assertThatThrownBy(() -> pass.computeScore(0, true, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "2 targets have dimension 3, but the embeddings that they are compared with have 4; set"
                + " embedding.dim = 3, or pass targets of dimension 4");
    assertThatThrownBy(() -> new Targets(new float[6], new int[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("6 floats are not one vector for each of 4 labels; pass labels x dim floats");
    assertThatThrownBy(() -> new Targets(new float[2], new int[0]))
        .hasMessageStartingWith("2 floats are not one vector for each of 0 labels");
    assertThatThrownBy(() -> new Targets(new float[] {0, 1, 2, Float.NaN}, new int[] {4, 5}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Target 1 (of class 5) has the value NaN at 1; pass finite vectors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"n-pairs", "n-pairs-ovo", "mnrl"})
  void haveNoPlaceWhereRowsAreReadTwoByTwo(String name) {
    RankingLossPass pass = pass(loss("loss.name=" + name + " batch.sampler=pairs batch.images=2"));
    pass.setTargets(targets(2, 0));
    next(pass, floats(values(1, 2 * DIM)), 0, 0);
    assertThatThrownBy(() -> pass.computeScore(0, true, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "cannot take references (remembered embeddings or targets), but there are 1;"
                + " train it without a memory and without targets");
  }

  @ParameterizedTest
  @ValueSource(strings = {"softmax", "normalised-softmax", "proxy-nca", "proxy-anchor"})
  void areNotIgnoredByLossesOfClassVectors(String name) {
    RankingLossPass pass = pass(loss("loss.name=" + name));
    pass.setTargets(Targets.NONE);
    assertThatThrownBy(() -> pass.setTargets(targets(2, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("would ignore 1 targets; train without targets");
  }

  /** Remembers what it was given. */
  private static final class Recording implements RankingLoss {

    private static final long serialVersionUID = 1;

    private transient Rows rows = Rows.of();
    private double lastSquare;

    @Override
    public Origin origin() {
      return Origin.BATCH_MEAN;
    }

    @Override
    public LossResult evaluate(LossInput input) {
      rows = input.rows();
      int last = rows.size() - 1;
      lastSquare = input.gram().product(last, last);
      return new LossResult(0, input.gram().takeZeros(), 0, 0);
    }
  }
}
