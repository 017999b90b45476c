/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Channel arithmetic by ND4J's operations, wherever arrays lie. Sums are matrix products, because
 * ND4J's own take ten to fifty times as long. A scale and offset per channel is a normalisation
 * with variance 1. Not thread-safe.
 */
final class ChannelOperations implements ChannelArithmetic {

  private final int channels;
  private final float[] zeros;
  private final ColumnSums sums = new ColumnSums();

  ChannelOperations(int channels) {
    this.channels = channels;
    this.zeros = new float[channels];
  }

  @Override
  public Sums ofSquares(INDArray x, float[] origin) {
    INDArray room = roomLike(x);
    if (isZero(origin)) {
      x.mul(x, room);
    } else {
      centred(x, origin, room);
      room.muli(room);
    }
    return new Sums(sums(x), sums(room));
  }

  @Override
  public void rectify(INDArray x, Affine y, INDArray result) {
    affine(x, y.origin(), y.scale(), y.offset(), result);
    Rectifier.of(result, result);
  }

  @Override
  public Sums ofProducts(INDArray x, float[] origin, Slope slope) {
    INDArray given = given(x, slope);
    INDArray room = roomLike(x);
    if (isZero(origin)) {
      x.mul(given, room);
    } else {
      centred(x, origin, room);
      room.muli(given);
    }
    return new Sums(sums(given), sums(room));
  }

  /** Returns the slope where it counts and 0 elsewhere. */
  private INDArray given(INDArray x, Slope slope) {
    Affine y = slope.rectified();
    if (y == null) {
      return slope.values();
    }
    INDArray room = roomLike(x);
    affine(x, y.origin(), y.scale(), y.offset(), room);
    Rectifier.slopeByOperations(room, slope.values(), room);
    return room;
  }

  @Override
  public void combine(
      INDArray x,
      float[] origin,
      float[] ofX,
      Slope slope,
      float[] ofSlope,
      float[] offset,
      INDArray result) {
    INDArray room = roomLike(x);
    affine(given(x, slope), zeros, ofSlope, offset, result);
    affine(x, origin, ofX, zeros, room);
    result.addi(room);
  }

  private static boolean isZero(float[] origin) {
    for (float value : origin) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  private static INDArray roomLike(INDArray x) {
    return Nd4j.createUninitialized(x.dataType(), x.shape(), 'c');
  }

  private void centred(INDArray x, float[] origin, INDArray result) {
    affine(x, origin, ones(), zeros, result);
  }

  /** y = scale (x - origin) + offset, by channel. */
  private void affine(INDArray x, float[] origin, float[] scale, float[] offset, INDArray y) {
    Kernels.normalise(
        x,
        Nd4j.createFromArray(origin),
        Nd4j.createFromArray(ones()),
        Nd4j.createFromArray(scale),
        Nd4j.createFromArray(offset),
        0,
        y);
  }

  private float[] ones() {
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    return ones;
  }

  private double[] sums(INDArray rows) {
    INDArray result = Nd4j.createUninitialized(rows.dataType(), channels);
    sums.into(rows, result, 1);
    float[] found = HostCopy.read(result);
    double[] values = new double[channels];
    for (int c = 0; c < channels; c++) {
      values[c] = found[c];
    }
    return values;
  }
}
