/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.encoder.layer;

import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.BETA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GAMMA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_MEAN;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_VAR;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The two passes of a {@link BatchNorm}. Sums over pixels are taken in single passes over a CPU's
 * memory ({@link ChannelPasses}), or elsewhere as matrix products, and both passes apply what they
 * found as one scale and offset a channel: ND4J's own sums and backward pass take ten to fifty
 * times as long. Not thread-safe.
 */
final class BatchNormPass extends TrainedPass<BatchNorm> {

  /**
   * Square of mean over deviation from which E[x^2] - E[x]^2 loses too many of a float's digits,
   * and the batch is centred first, at the price of one more pass over it.
   */
  private static final double OFF_CENTRE = 64;

  private final ColumnSums sums = new ColumnSums();
  private @Nullable ChannelPasses passes;
  private float[] mean = {};
  private float[] variance = {};
  private boolean centre;

  BatchNormPass(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public Type type() {
    return Type.NORMALIZATION;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    INDArray result = like(ArrayType.ACTIVATIONS, workspaces);
    INDArray meanNow = getParam(GLOBAL_MEAN);
    INDArray varianceNow = getParam(GLOBAL_VAR);
    if (training) {
      measure(result);
      meanNow = Nd4j.createFromArray(mean);
      varianceNow = Nd4j.createFromArray(variance);
    }
    Kernels.normalise(
        input, meanNow, varianceNow, getParam(GAMMA), getParam(BETA), layerConf().getEps(), result);
    return result;
  }

  /** Finds mean and variance of the batch, with room for as many floats as it has. */
  private void measure(INDArray room) {
    if (Kernels.onHost()) {
      measureInPasses();
      return;
    }
    mean = sums(input, 1.0 / pixels());
    input.mul(input, room);
    variance = sums(room, 1.0 / pixels());
    centre = false;
    for (int c = 0; c < mean.length; c++) {
      double squared = (double) mean[c] * mean[c];
      variance[c] = (float) Math.max(0, variance[c] - squared);
      centre |= squared > OFF_CENTRE * variance[c];
    }
    if (centre) {
      centred(room);
      room.muli(room);
      variance = sums(room, 1.0 / pixels());
    }
  }

  private void measureInPasses() {
    int channels = (int) layerConf().getNOut();
    double pixels = pixels();
    float[] zeros = new float[channels];
    ChannelPasses.Sums sums = passes().sums(input, zeros, input, zeros);
    mean = new float[channels];
    variance = new float[channels];
    centre = false;
    for (int c = 0; c < channels; c++) {
      double centred = sums.sums()[c] / pixels;
      mean[c] = (float) centred;
      variance[c] = (float) Math.max(0, sums.products()[c] / pixels - centred * centred);
      centre |= centred * centred > OFF_CENTRE * variance[c];
    }
    if (centre) {
      double[] squares = passes().sums(input, mean, input, mean).products();
      for (int c = 0; c < channels; c++) {
        variance[c] = (float) (squares[c] / pixels);
      }
    }
  }

  private ChannelPasses passes() {
    ChannelPasses now = passes;
    if (now == null) {
      now = new ChannelPasses((int) layerConf().getNOut());
      passes = now;
    }
    return now;
  }

  /**
   * With g = dL/dy, xhat = (x - mean) / deviation and N pixels: dL/dx = gamma / deviation (g -
   * mean(g) - xhat mean(g xhat)), which is affine in g and in x.
   */
  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray slope, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray result = like(ArrayType.ACTIVATION_GRAD, workspaces);
    INDArray room = Kernels.onHost() ? null : like(ArrayType.BP_WORKING_MEM, workspaces);
    // A pass over the memory subtracts the mean at no price; an operation of its own is one more.
    boolean aboutMean = room == null || centre;
    float[] origin = aboutMean ? mean : new float[mean.length];
    float[] slopes;
    float[] products;
    if (room == null) {
      ChannelPasses.Sums sums = passes().sums(input, origin, slope, new float[mean.length]);
      slopes = floats(sums.sums());
      products = floats(sums.products());
    } else {
      slopes = sums(slope, 1);
      if (centre) {
        centred(room);
        room.muli(slope);
      } else {
        input.mul(slope, room);
      }
      products = sums(room, 1);
    }
    float[] gamma = HostCopy.read(getParam(GAMMA));
    int channels = mean.length;
    float[] gammaSlope = new float[channels];
    float[] ofSlope = new float[channels];
    float[] ofInput = new float[channels];
    float[] offset = new float[channels];
    for (int c = 0; c < channels; c++) {
      double inverse = 1 / Math.sqrt(variance[c] + layerConf().getEps());
      double moment = aboutMean ? products[c] : products[c] - (double) mean[c] * slopes[c];
      double scale = gamma[c] * inverse;
      double pull = -scale * inverse * inverse * moment / pixels();
      gammaSlope[c] = (float) (moment * inverse);
      ofSlope[c] = (float) scale;
      ofInput[c] = (float) pull;
      offset[c] = (float) (-scale * slopes[c] / pixels() - (aboutMean ? 0 : pull * mean[c]));
    }
    if (room == null) {
      passes().combine(input, origin, ofInput, slope, ofSlope, offset, result);
    } else {
      affine(slope, new float[channels], ofSlope, offset, result);
      affine(input, origin, ofInput, new float[channels], room);
      result.addi(room);
    }
    return new Pair<>(gradient(gammaSlope, slopes), result);
  }

  /** The running averages move by their "gradient", which their updater subtracts as it is. */
  private Gradient gradient(float[] gammaSlope, float[] betaSlope) {
    float[] runningMean = HostCopy.read(getParam(GLOBAL_MEAN));
    float[] runningVariance = HostCopy.read(getParam(GLOBAL_VAR));
    double step = 1 - layerConf().getDecay();
    for (int c = 0; c < mean.length; c++) {
      runningMean[c] = (float) (step * (runningMean[c] - mean[c]));
      runningVariance[c] = (float) (step * (runningVariance[c] - variance[c]));
    }
    Gradient gradient = new DefaultGradient();
    put(gradient, GAMMA, gammaSlope);
    put(gradient, BETA, betaSlope);
    put(gradient, GLOBAL_MEAN, runningMean);
    put(gradient, GLOBAL_VAR, runningVariance);
    return gradient;
  }

  private void put(Gradient gradient, String name, float[] values) {
    INDArray view = slopeOf(name);
    HostCopy.write(values, view);
    gradient.setGradientFor(name, view);
  }

  private void centred(INDArray result) {
    float[] ones = new float[mean.length];
    Arrays.fill(ones, 1);
    affine(input, mean, ones, new float[mean.length], result);
  }

  /** y = scale (x - origin) + offset, by channel. */
  private static void affine(
      INDArray x, float[] origin, float[] scale, float[] offset, INDArray y) {
    float[] ones = new float[origin.length];
    Arrays.fill(ones, 1);
    Kernels.normalise(
        x,
        Nd4j.createFromArray(origin),
        Nd4j.createFromArray(ones),
        Nd4j.createFromArray(scale),
        Nd4j.createFromArray(offset),
        0,
        y);
  }

  private float[] sums(INDArray rows, double weight) {
    INDArray result = Nd4j.createUninitialized(rows.dataType(), layerConf().getNOut());
    sums.into(rows, result, weight);
    return HostCopy.read(result);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private double pixels() {
    return (double) input.length() / layerConf().getNOut();
  }

  @Override
  public boolean updaterDivideByMinibatch(String name) {
    return !GLOBAL_MEAN.equals(name) && !GLOBAL_VAR.equals(name);
  }
}
