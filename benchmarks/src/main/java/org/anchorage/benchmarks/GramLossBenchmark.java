/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.anchorage.worker.dl4j.layer.RankingLossLayer;
import org.anchorage.worker.dl4j.layer.RankingLossPass;
import org.anchorage.worker.loss.RankingLosses;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * All that a step spends between embeddings and their gradient: Gram matrix, mining, loss, slope.
 * Of 256 rows of 512; checked against the loss and its finite difference by plain loops.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class GramLossBenchmark {

  private static final double MARGIN = 0.2;
  private static final double MOVE = 1e-5;

  /** Which triplets count. */
  @Param({"batch-hard", "semi-hard"})
  public String miner = "";

  private RankingLossPass pass;
  private INDArray embeddings;

  /** Makes the layer, and checks the loss and its gradient. */
  @Setup
  public void prepare() {
    Settings settings =
        SettingsReader.defaults()
            .with(List.of("loss.triplet.miner=" + miner, "loss.triplet.margin=" + MARGIN))
            .settings();
    RankingLossLayer conf =
        new RankingLossLayer(
            RankingLosses.of(settings.loss(), BenchmarkBatch.CLASSES), new Seed(1));
    conf.setNIn(BenchmarkBatch.DIM);
    conf.setNOut(BenchmarkBatch.DIM);
    pass = (RankingLossPass) LoneLayer.of(conf).layer();
    double[][] rows = BenchmarkBatch.rows();
    float[] values = new float[BenchmarkBatch.SIZE * BenchmarkBatch.DIM];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i / BenchmarkBatch.DIM][i % BenchmarkBatch.DIM];
    }
    embeddings = Nd4j.createFromArray(values).reshape(BenchmarkBatch.SIZE, BenchmarkBatch.DIM);
    pass.setInput(embeddings, LayerWorkspaceMgr.noWorkspaces());
    pass.setLabels(Nd4j.createFromArray(BenchmarkBatch.labels()).reshape(BenchmarkBatch.SIZE, 1));
    check(values);
  }

  private void check(float[] values) {
    float[] gradient = HostCopy.read(gradient());
    double[] ahead = new double[values.length];
    double[] behind = new double[values.length];
    double[] here = new double[values.length];
    double slope = 0;
    SplittableRandom random = new Seed(6).generator();
    for (int i = 0; i < values.length; i++) {
      double direction = random.nextGaussian();
      here[i] = values[i];
      ahead[i] = values[i] + MOVE * direction;
      behind[i] = values[i] - MOVE * direction;
      slope += gradient[i] * direction;
    }
    LoneLayer.require("the loss", pass.result().value(), plain(here));
    LoneLayer.require("its slope", slope, (plain(ahead) - plain(behind)) / (2 * MOVE));
  }

  /** The loss by its definition, over all triplets of each anchor. */
  private double plain(double[] x) {
    int[] labels = BenchmarkBatch.labels();
    int size = labels.length;
    double sum = 0;
    for (int a = 0; a < size; a++) {
      double[] d = new double[size];
      double nearest = Double.POSITIVE_INFINITY;
      double farthest = 0;
      for (int j = 0; j < size; j++) {
        for (int k = 0; k < BenchmarkBatch.DIM; k++) {
          double off = x[a * BenchmarkBatch.DIM + k] - x[j * BenchmarkBatch.DIM + k];
          d[j] += off * off;
        }
        if (labels[j] != labels[a]) {
          nearest = Math.min(nearest, d[j]);
          farthest = Math.max(farthest, d[j]);
        }
      }
      double positive = d[a % 2 == 0 ? a + 1 : a - 1];
      double negative = nearest;
      if (miner.equals("semi-hard")) {
        negative = Double.POSITIVE_INFINITY;
        for (int j = 0; j < size; j++) {
          if (labels[j] != labels[a] && d[j] > positive) {
            negative = Math.min(negative, d[j]);
          }
        }
        negative = Double.isInfinite(negative) ? farthest : negative;
      }
      sum += Math.max(0, positive - negative + MARGIN);
    }
    return sum / size;
  }

  private INDArray gradient() {
    return pass.backpropGradient(null, LayerWorkspaceMgr.noWorkspaces()).getSecond();
  }

  /** Takes the loss and its gradient. */
  @Benchmark
  public void evaluate() {
    gradient().close();
  }
}
