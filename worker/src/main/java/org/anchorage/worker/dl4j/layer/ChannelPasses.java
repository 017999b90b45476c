/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Channel arithmetic in single passes over the memory, a few thousand floats at a time. The values
 * of the channels are repeated for the length of a piece, so the loops are compiled to vector
 * instructions. ND4J's operations take two or three passes each.
 *
 * <p>At most a few thousand floats are summed in single precision; these sums are added in double
 * precision. CPU only. Not thread-safe.
 */
final class ChannelPasses implements ChannelArithmetic {

  /** About the floats at a time: some ten arrays of them stay in a core's own cache. */
  private static final int PIECE = 4096;

  /** Pieces that are summed in single precision. */
  private static final int RUN = 1024;

  private final int channels;
  private final int piece;
  private final float[] a;
  private final float[] b;
  private final float[] sums;
  private final float[] products;

  ChannelPasses(int channels) {
    this.channels = channels;
    this.piece = Math.max(1, PIECE / channels) * channels;
    this.a = new float[piece];
    this.b = new float[piece];
    this.sums = new float[piece];
    this.products = new float[piece];
  }

  @Override
  public Sums ofSquares(INDArray x, float[] origin) {
    HostFloats from = new HostFloats(x);
    float[] start = laid(origin);
    return sums(
        x.length(),
        (at, count) -> {
          from.read(at, a, count);
          addSquares(start, count);
        });
  }

  @Override
  public Sums ofProducts(INDArray x, float[] origin, Slope slope) {
    HostFloats from = new HostFloats(x);
    HostFloats with = new HostFloats(slope.values());
    float[] start = laid(origin);
    Affine gate = gate(slope);
    return sums(
        x.length(),
        (at, count) -> {
          from.read(at, a, count);
          with.read(at, b, count);
          pass(gate, count);
          addProducts(start, count);
        });
  }

  @Override
  public void rectify(INDArray x, Affine y, INDArray result) {
    HostFloats from = new HostFloats(x);
    HostFloats to = new HostFloats(result);
    Affine all = laid(y);
    for (long at = 0; at < from.size(); at += piece) {
      int count = (int) Math.min(piece, from.size() - at);
      from.read(at, a, count);
      rectify(all.origin(), all.scale(), all.offset(), count);
      to.write(at, a, count);
    }
  }

  private void rectify(float[] origin, float[] scale, float[] offset, int count) {
    for (int i = 0; i < count; i++) {
      a[i] = Math.max(0, affine(a[i], origin[i], scale[i], offset[i]));
    }
  }

  private @Nullable Affine gate(Slope slope) {
    return slope.rectified() == null ? null : laid(slope.rectified());
  }

  /** Leaves b where the gate is open, and sets it to 0 elsewhere. */
  private void pass(@Nullable Affine gate, int count) {
    if (gate != null) {
      pass(gate.origin(), gate.scale(), gate.offset(), count);
    }
  }

  private void pass(float[] origin, float[] scale, float[] offset, int count) {
    for (int i = 0; i < count; i++) {
      b[i] *= Rectifier.passes(affine(a[i], origin[i], scale[i], offset[i]));
    }
  }

  /** Both passes use this arithmetic, so no float is positive in only one of them. */
  private static float affine(float x, float origin, float scale, float offset) {
    return scale * (x - origin) + offset;
  }

  /** Adds a piece to the sums. */
  private interface Addition {
    void add(long from, int count);
  }

  private Sums sums(long length, Addition addition) {
    Sums all = new Sums(new double[channels], new double[channels]);
    int pieces = 0;
    for (long at = 0; at < length; at += piece) {
      addition.add(at, (int) Math.min(piece, length - at));
      if (++pieces % RUN == 0) {
        fold(all);
      }
    }
    fold(all);
    return all;
  }

  private void addSquares(float[] start, int count) {
    for (int i = 0; i < count; i++) {
      float off = a[i] - start[i];
      sums[i] += a[i];
      products[i] += off * off;
    }
  }

  private void addProducts(float[] start, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += b[i];
      products[i] += (a[i] - start[i]) * b[i];
    }
  }

  private void fold(Sums into) {
    for (int i = 0; i < piece; i += channels) {
      for (int c = 0; c < channels; c++) {
        into.sums()[c] += sums[i + c];
        into.products()[c] += products[i + c];
      }
    }
    Arrays.fill(sums, 0);
    Arrays.fill(products, 0);
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
    HostFloats from = new HostFloats(x);
    HostFloats with = new HostFloats(slope.values());
    HostFloats to = new HostFloats(result);
    float[] start = laid(origin);
    float[] timesA = laid(ofX);
    float[] timesB = laid(ofSlope);
    float[] plus = laid(offset);
    Affine gate = gate(slope);
    for (long at = 0; at < from.size(); at += piece) {
      int count = (int) Math.min(piece, from.size() - at);
      from.read(at, a, count);
      with.read(at, b, count);
      pass(gate, count);
      combine(start, timesA, timesB, plus, count);
      to.write(at, a, count);
    }
  }

  private void combine(float[] start, float[] timesA, float[] timesB, float[] plus, int count) {
    for (int i = 0; i < count; i++) {
      a[i] = timesA[i] * (a[i] - start[i]) + timesB[i] * b[i] + plus[i];
    }
  }

  private Affine laid(Affine affine) {
    return new Affine(laid(affine.origin()), laid(affine.scale()), laid(affine.offset()));
  }

  private float[] laid(float[] byChannel) {
    float[] all = new float[piece];
    for (int i = 0; i < piece; i += channels) {
      System.arraycopy(byChannel, 0, all, i, channels);
    }
    return all;
  }
}
