/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.util.concurrent.TimeUnit;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.anchorage.worker.dl4j.layer.UnitLength;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The two passes of L2 normalisation of 256 rows of 512, checked against plain loops. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class UnitLengthBenchmark {

  private static final int DIM = BenchmarkBatch.DIM;

  private LoneLayer layer;
  private INDArray input;
  private INDArray slope;

  /** Makes the layer, and checks both passes. */
  @Setup
  public void prepare() {
    layer = LoneLayer.of(new UnitLength());
    input = LoneLayer.noise(3, BenchmarkBatch.SIZE, DIM);
    slope = LoneLayer.noise(4, BenchmarkBatch.SIZE, DIM);
    float[] x = HostCopy.read(input);
    float[] g = HostCopy.read(slope);
    float[] y = HostCopy.read(layer.forward(input));
    float[] back = HostCopy.read(layer.backward(slope));
    for (int from = 0; from < x.length; from += DIM) {
      double squares = 0;
      double along = 0;
      for (int i = from; i < from + DIM; i++) {
        squares += (double) x[i] * x[i];
        along += (double) x[i] * g[i];
      }
      double length = Math.sqrt(squares);
      for (int i = from; i < from + DIM; i++) {
        LoneLayer.require("a value", y[i], x[i] / length);
        LoneLayer.require("a gradient", back[i], g[i] / length - along * x[i] / squares / length);
      }
    }
  }

  /** Normalises. */
  @Benchmark
  public void forward() {
    layer.forward(input).close();
  }

  /** Takes the gradient of the rows. */
  @Benchmark
  public void backward() {
    layer.backward(slope).close();
  }
}
