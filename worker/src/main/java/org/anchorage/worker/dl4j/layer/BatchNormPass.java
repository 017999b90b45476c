/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.BETA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GAMMA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_MEAN;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_VAR;

import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.worker.dl4j.layer.ChannelArithmetic.Affine;
import org.anchorage.worker.dl4j.layer.ChannelArithmetic.Slope;
import org.anchorage.worker.dl4j.layer.ChannelArithmetic.Sums;
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
 * The two passes of a {@link BatchNorm}: sums over pixels, and then one scale and offset a channel
 * ({@link ChannelArithmetic}). Not thread-safe.
 */
final class BatchNormPass extends TrainedPass<BatchNorm> {

  /**
   * From this square of mean over deviation on, E[x^2] - E[x]^2 loses too many of a float's digits.
   * The batch is then centred first, at the price of one more pass over it.
   */
  private static final double OFF_CENTRE = 64;

  private @Nullable ChannelArithmetic arithmetic;
  private float[] mean = {};
  private float[] variance = {};
  private boolean centre;
  private @Nullable Affine rectified;
  private final Activations activations = new Activations();
  private @Nullable INDArray kept;

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
    if (training) {
      measure();
    }
    if (layerConf().hasRectifier()) {
      rectified =
          training ? affine(mean, variance) : affine(running(GLOBAL_MEAN), running(GLOBAL_VAR));
      arithmetic().rectify(input, rectified, result);
      return result;
    }
    INDArray meanNow = training ? Nd4j.createFromArray(mean) : getParam(GLOBAL_MEAN);
    INDArray varianceNow = training ? Nd4j.createFromArray(variance) : getParam(GLOBAL_VAR);
    Kernels.normalise(
        input, meanNow, varianceNow, getParam(GAMMA), getParam(BETA), layerConf().getEps(), result);
    if (layerConf().hasCeiling()) {
      Activations.apply(result, Activation.RECTIFIER_6);
      kept = training ? result : null;
    }
    return result;
  }

  private float[] running(String parameter) {
    return HostCopy.read(getParam(parameter));
  }

  /** Returns batch normalisation as an affine map of its input. */
  private Affine affine(float[] means, float[] variances) {
    float[] scale = HostCopy.read(getParam(GAMMA));
    for (int c = 0; c < scale.length; c++) {
      scale[c] = (float) (scale[c] / Math.sqrt(variances[c] + layerConf().getEps()));
    }
    return new Affine(means, scale, HostCopy.read(getParam(BETA)));
  }

  /** Finds mean and variance of the batch. */
  private void measure() {
    int channels = channels();
    double pixels = pixels();
    Sums sums = arithmetic().ofSquares(input, new float[channels]);
    mean = new float[channels];
    variance = new float[channels];
    centre = false;
    for (int c = 0; c < channels; c++) {
      double middle = sums.sums()[c] / pixels;
      mean[c] = (float) middle;
      variance[c] = (float) Math.max(0, sums.products()[c] / pixels - middle * middle);
      centre |= middle * middle > OFF_CENTRE * variance[c];
    }
    if (centre) {
      double[] squares = arithmetic().ofSquares(input, mean).products();
      for (int c = 0; c < channels; c++) {
        variance[c] = (float) (squares[c] / pixels);
      }
    }
  }

  private ChannelArithmetic arithmetic() {
    ChannelArithmetic now = arithmetic;
    if (now == null) {
      now = ChannelArithmetic.of(channels());
      arithmetic = now;
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
    float[] origin = centre ? mean : new float[mean.length];
    Slope counted = new Slope(below(slope, workspaces), rectified);
    Sums sums = arithmetic().ofProducts(input, origin, counted);
    float[] gamma = HostCopy.read(getParam(GAMMA));
    int channels = mean.length;
    float[] gammaSlope = new float[channels];
    float[] betaSlope = new float[channels];
    float[] ofSlope = new float[channels];
    float[] ofInput = new float[channels];
    float[] offset = new float[channels];
    for (int c = 0; c < channels; c++) {
      double inverse = 1 / Math.sqrt(variance[c] + layerConf().getEps());
      double moment = sums.products()[c] - (centre ? 0 : mean[c] * sums.sums()[c]);
      double scale = gamma[c] * inverse;
      double pull = -scale * inverse * inverse * moment / pixels();
      gammaSlope[c] = (float) (moment * inverse);
      ofSlope[c] = (float) scale;
      ofInput[c] = (float) pull;
      betaSlope[c] = (float) sums.sums()[c];
      offset[c] = (float) (-scale * sums.sums()[c] / pixels() - (centre ? 0 : pull * mean[c]));
    }
    arithmetic().combine(input, origin, ofInput, counted, ofSlope, offset, result);
    return new Pair<>(gradient(gammaSlope, betaSlope), result);
  }

  /** Returns the slope where a rectifier that stops at 6 is not flat; without one, all of it. */
  private INDArray below(INDArray slope, LayerWorkspaceMgr workspaces) {
    INDArray result = kept;
    if (result == null) {
      return slope;
    }
    INDArray room = like(ArrayType.BP_WORKING_MEM, workspaces);
    activations.slope(slope, result, Activation.RECTIFIER_6, room);
    kept = null;
    return room;
  }

  /** The running averages move by their "gradient", which their updater subtracts unchanged. */
  private Gradient gradient(float[] gammaSlope, float[] betaSlope) {
    float[] runningMean = running(GLOBAL_MEAN);
    float[] runningVariance = running(GLOBAL_VAR);
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

  private int channels() {
    return (int) layerConf().getNOut();
  }

  private double pixels() {
    return (double) input.length() / layerConf().getNOut();
  }

  @Override
  public boolean updaterDivideByMinibatch(String name) {
    return !GLOBAL_MEAN.equals(name) && !GLOBAL_VAR.equals(name);
  }
}
