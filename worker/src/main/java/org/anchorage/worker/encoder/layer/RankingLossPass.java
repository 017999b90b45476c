/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.encoder.layer;

import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.LossInput;
import org.anchorage.worker.loss.LossResult;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLoss.Origin;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.LossLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The two passes of a {@link RankingLossLayer}, products and all in double precision. A step
 * evaluates the loss once, on its way back. Not thread-safe.
 */
public final class RankingLossPass extends LossLayer {

  private @Nullable LossResult result;
  private boolean current;
  private double distance;
  private Seed seed = new Seed(0);

  RankingLossPass(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  /** Sets where chance begins in the next step, for losses and miners that draw. */
  public void seed(Seed next) {
    seed = next;
  }

  /**
   * Returns what the loss last said.
   *
   * @throws IllegalStateException if there was no step yet
   */
  public LossResult result() {
    LossResult last = result;
    if (last == null) {
      throw new IllegalStateException("There is no loss before the first step; train first");
    }
    return last;
  }

  /** Returns the root of the mean squared distance between two embeddings of the last batch. */
  public double distance() {
    return distance;
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
    super.setInput(input, workspaces);
    current = false;
  }

  @Override
  public void setLabels(@Nullable INDArray labels) {
    this.labels = labels;
    current = false;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    return workspaces.leverageTo(ArrayType.ACTIVATIONS, input);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      @Nullable INDArray slope, LayerWorkspaceMgr workspaces) {
    INDArray delta =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
    INDArray embeddings = embeddings();
    double[] both = symmetric(evaluate(embeddings).slope());
    int size = (int) input.size(0);
    INDArray product = Nd4j.createUninitialized(DataType.DOUBLE, embeddings.shape(), 'c');
    INDArray weights = Nd4j.createFromArray(both).reshape('c', size, size);
    Nd4j.gemm(weights, embeddings, product, false, false, 1, 0);
    delta.assign(product);
    return new Pair<>(new DefaultGradient(), delta);
  }

  @Override
  public double computeScore(double penalty, boolean training, LayerWorkspaceMgr workspaces) {
    if (!current) {
      evaluate(embeddings());
    }
    score = result().value() + penalty;
    return score;
  }

  @Override
  public INDArray computeScoreForExamples(double penalty, LayerWorkspaceMgr workspaces) {
    throw new UnsupportedOperationException(
        "A ranking loss is of a batch, not of an example; ask for the batch's score");
  }

  private LossResult evaluate(INDArray embeddings) {
    RankingLoss loss = ((RankingLossLayer) layerConf()).loss();
    int size = (int) embeddings.size(0);
    INDArray products = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {size, size}, 'c');
    Nd4j.gemm(embeddings, embeddings, products, false, true, 1, 0);
    double[] values = HostCopy.readDoubles(products);
    double squares = 0;
    double all = 0;
    for (int i = 0; i < size; i++) {
      squares += values[i * size + i];
      for (int j = 0; j < size; j++) {
        all += values[i * size + j];
      }
    }
    if (!Double.isFinite(squares)) {
      throw new DivergenceException("an embedding", Double.NaN);
    }
    distance = size < 2 ? 0 : Math.sqrt(Math.max(0, 2 * (squares - all / size) / (size - 1)));
    LossResult now = loss.evaluate(LossInput.of(new Gram(size, values), Rows.of(classes()), seed));
    if (!Double.isFinite(now.value())) {
      throw new DivergenceException("the loss", now.value());
    }
    result = now;
    current = true;
    return now;
  }

  /** Embeddings in double precision, measured from where the loss wants. */
  private INDArray embeddings() {
    INDArray rows = input.castTo(DataType.DOUBLE);
    if (((RankingLossLayer) layerConf()).loss().origin() == Origin.BATCH_MEAN) {
      rows.subiRowVector(rows.mean(0));
    }
    return rows;
  }

  private int[] classes() {
    int size = (int) input.size(0);
    if (labels == null || labels.length() != size) {
      throw new IllegalArgumentException(
          "A batch of "
              + size
              + " needs one label each, not "
              + (labels == null ? "none" : labels.shapeInfoToString())
              + "; pass a column of class numbers");
    }
    return labels.castTo(DataType.INT32).reshape(size).toIntVector();
  }

  /** S + S^T. */
  private static double[] symmetric(double[] slope) {
    int size = (int) Math.sqrt(slope.length);
    double[] both = new double[slope.length];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        both[i * size + j] = slope[i * size + j] + slope[j * size + i];
      }
    }
    return both;
  }

  @Override
  public int numLabels() {
    return 1;
  }

  @Override
  public void clear() {
    input = null;
    labels = null;
    maskArray = null;
  }
}
