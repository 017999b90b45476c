/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.gram.BatchScratch;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.LossInput;
import org.anchorage.worker.loss.LossResult;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLoss.Origin;
import org.anchorage.worker.step.DivergenceException;
import org.anchorage.worker.step.Targets;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
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
 * The two passes of a {@link RankingLossLayer}, in double precision throughout. A step evaluates
 * the loss once, in the backward pass. That pass also gives the gradient of the loss's own
 * parameters, and then remembers the batch if the loss asks for that. Not thread-safe.
 */
public final class RankingLossPass extends LossLayer {

  private @Nullable LossResult result;
  private boolean current;
  private double distance;
  private Seed seed = new Seed(0);
  private Targets targets = Targets.NONE;
  private final BatchScratch scratch = new BatchScratch();
  private final ColumnSums sums = new ColumnSums();
  private @Nullable BatchMemory memory;
  private long began;
  private long ended;

  RankingLossPass(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  /** Sets the seed of the next step, for losses and miners that draw. */
  public void setSeed(Seed next) {
    seed = next;
  }

  /**
   * Sets the targets of the next steps, until others are set.
   *
   * @throws IllegalArgumentException if there are targets, and the loss would not look at them
   */
  public void setTargets(Targets next) {
    if (next.count() > 0 && !layer().loss().readsReferences()) {
      throw new IllegalArgumentException(
          "The loss compares images with its own class vectors alone and would ignore "
              + next.count()
              + " targets; train without targets, or choose a loss that compares images with one"
              + " another");
    }
    targets = next;
    current = false;
  }

  /** Forgets all earlier batches, as at the start of a round. */
  public void forget() {
    memory = null;
    current = false;
  }

  /**
   * Returns the last result. Its slope array is overwritten by the next step.
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

  /** Returns when the last step's backward pass began here, by {@link System#nanoTime}. */
  public long began() {
    return began;
  }

  /** Returns when the last step's backward pass left this layer, by {@link System#nanoTime}. */
  public long ended() {
    return ended;
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
    began = System.nanoTime();
    INDArray delta =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
    StepRows rows = rows();
    LossResult now = evaluate(rows);
    delta.assign(rows.gradient(now.slope(), 0, (int) input.size(0)));
    Gradient own = ownGradient(rows, now);
    remember(rows.rows().labels());
    ended = System.nanoTime();
    return new Pair<>(own, delta);
  }

  @Override
  public double computeScore(double penalty, boolean training, LayerWorkspaceMgr workspaces) {
    if (!current) {
      evaluate(rows());
    }
    score = result().value() + penalty;
    return score;
  }

  @Override
  public INDArray computeScoreForExamples(double penalty, LayerWorkspaceMgr workspaces) {
    throw new UnsupportedOperationException(
        "A ranking loss is of a batch, not of an example; ask for the batch's score");
  }

  private LossResult evaluate(StepRows rows) {
    Gram gram = rows.gram();
    distance = meanDistance(gram, rows.rows().anchors());
    LossResult now =
        layer().loss().evaluate(new LossInput(gram, rows.rows(), own().numbers(), seed));
    if (!Double.isFinite(now.value())) {
      throw new DivergenceException("the loss", now.value());
    }
    result = now;
    current = true;
    return now;
  }

  private static double meanDistance(Gram gram, int size) {
    double squares = 0;
    double all = 0;
    for (int i = 0; i < size; i++) {
      squares += gram.product(i, i);
      for (int j = 0; j < size; j++) {
        all += gram.product(i, j);
      }
    }
    return size < 2 ? 0 : Math.sqrt(Math.max(0, 2 * (squares - all / size) / (size - 1)));
  }

  private RankingLossLayer layer() {
    return (RankingLossLayer) layerConf();
  }

  /**
   * Returns the rows of the batch, of its references and of the loss. If the loss measures from the
   * batch's mean, batch and references are shifted by the mean of the batch's own embeddings.
   */
  private StepRows rows() {
    scratch.reuse();
    RankingLoss loss = layer().loss();
    INDArray embeddings = input.castTo(DataType.DOUBLE);
    INDArray mean = loss.origin() == Origin.BATCH_MEAN ? mean(embeddings) : null;
    References references = References.of(memory, targets, Math.toIntExact(embeddings.size(1)));
    int[] batch = classes();
    INDArray compared = references.behind(embeddings);
    if (mean != null) {
      compared.subiRowVector(mean);
    }
    List<INDArray> all = new ArrayList<>(List.of(compared));
    all.addAll(own().rows());
    INDArray vectors = all.size() == 1 ? compared : Nd4j.vstack(all);
    return new StepRows(vectors, new Rows(references.behind(batch), batch.length), scratch);
  }

  private INDArray mean(INDArray rows) {
    INDArray mean = Nd4j.createUninitialized(DataType.DOUBLE, rows.size(1));
    sums.into(rows, mean, 1.0 / rows.size(0));
    return mean;
  }

  private OwnValues own() {
    return new OwnValues(layer().own(), params, gradientViews);
  }

  /** Writes the slopes of the loss's own parameters into the network's gradient. */
  private Gradient ownGradient(StepRows rows, LossResult now) {
    int first = rows.rows().size();
    int count = rows.size() - first;
    return own()
        .gradient(count > 0 ? rows.gradient(now.slope(), first, count) : null, now.numberSlopes());
  }

  /** Keeps the batch's embeddings for later steps. */
  private void remember(int[] labels) {
    int capacity = layer().loss().memory();
    if (capacity == 0) {
      return;
    }
    BatchMemory kept = BatchMemory.of(memory, capacity, (int) input.size(1));
    memory = kept;
    int batch = (int) input.size(0);
    kept.add(
        HostCopy.readDoubles(input.castTo(DataType.DOUBLE)),
        IntStream.of(labels).limit(batch).toArray());
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

  @Override
  public int numLabels() {
    return 1;
  }

  /** Returns the loss's own parameters, flat; null if there are none. */
  @Override
  public @Nullable INDArray params() {
    return paramsFlattened;
  }

  @Override
  public void setParams(INDArray values) {
    if (values != paramsFlattened) {
      setParams(values, 'c');
    }
  }

  @Override
  public void clear() {
    input = null;
    labels = null;
    maskArray = null;
  }
}
