/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.anchorage.worker.dl4j.layer.ChannelArithmetic.Affine;
import org.anchorage.worker.dl4j.layer.ChannelArithmetic.Slope;
import org.anchorage.worker.dl4j.layer.ChannelArithmetic.Sums;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Both ways of it, also the one that a CPU's networks do not take, against plain loops. */
class TestChannelArithmetic {

  private static final int CHANNELS = 3;
  private static final float[] ZERO = new float[CHANNELS];
  private static final float[] ORIGIN = {0.5f, -2, 0};

  static Stream<ChannelArithmetic> ways() {
    return Stream.of(new ChannelPasses(CHANNELS), new ChannelOperations(CHANNELS));
  }

  /** More than one piece of memory, and a last one that is not whole. */
  private static INDArray images(long seed) {
    return Single.random(seed, 5, 19, 23, CHANNELS);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void sumsOverPixels(ChannelArithmetic way) {
    INDArray x = images(1);
    INDArray slope = images(2);
    Slope given = new Slope(slope, null);
    for (float[] origin : new float[][] {ZERO, ORIGIN}) {
      double[][] wanted = new double[4][CHANNELS];
      float[] xs = HostCopy.read(x);
      float[] slopes = HostCopy.read(slope);
      for (int i = 0; i < xs.length; i++) {
        int c = i % CHANNELS;
        double centred = (double) xs[i] - origin[c];
        wanted[0][c] += xs[i];
        wanted[1][c] += centred * centred;
        wanted[2][c] += slopes[i];
        wanted[3][c] += centred * slopes[i];
      }

      assertThat(way.ofSquares(x, origin).sums()).containsExactly(wanted[0], within(2e-3));
      assertThat(way.ofSquares(x, origin).products()).containsExactly(wanted[1], within(2e-2));
      assertThat(way.ofProducts(x, origin, given).sums()).containsExactly(wanted[2], within(2e-3));
      assertThat(way.ofProducts(x, origin, given).products())
          .containsExactly(wanted[3], within(1e-2));
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void combinesImages(ChannelArithmetic way) {
    INDArray x = images(1);
    INDArray slope = images(2);
    float[] ofX = {2, 0, -1};
    float[] ofSlope = {1, 3, 0.25f};
    float[] offset = {0, -7, 4};
    INDArray result = Nd4j.createUninitialized(x.dataType(), x.shape(), 'c');

    way.combine(x, ORIGIN, ofX, new Slope(slope, null), ofSlope, offset, result);

    float[] wanted = HostCopy.read(x);
    float[] slopes = HostCopy.read(slope);
    for (int i = 0; i < wanted.length; i++) {
      int c = i % CHANNELS;
      wanted[i] = ofX[c] * (wanted[i] - ORIGIN[c]) + ofSlope[c] * slopes[i] + offset[c];
    }
    assertThat(HostCopy.read(result)).containsExactly(wanted, within(1e-5f));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void rectifiesAndPassesSlopesOfWhatIsPositive(ChannelArithmetic way) {
    INDArray x = images(1);
    INDArray slope = images(2);
    Affine y = new Affine(ORIGIN, new float[] {2, -1, 0.5f}, new float[] {0.25f, 2, 0});
    INDArray result = Nd4j.createUninitialized(x.dataType(), x.shape(), 'c');

    way.rectify(x, y, result);

    float[] wanted = HostCopy.read(x);
    float[] slopes = HostCopy.read(slope);
    for (int i = 0; i < wanted.length; i++) {
      int c = i % CHANNELS;
      wanted[i] = Math.max(0, y.scale()[c] * (wanted[i] - ORIGIN[c]) + y.offset()[c]);
      slopes[i] = wanted[i] > 0 ? slopes[i] : 0;
    }
    assertThat(HostCopy.read(result)).containsExactly(wanted, within(1e-5f));
    assertThat(slopes).contains(0f);
    INDArray counted = Nd4j.createFromArray(slopes).reshape(x.shape());
    Sums sums = way.ofProducts(x, ORIGIN, new Slope(slope, y));
    Sums expected = way.ofProducts(x, ORIGIN, new Slope(counted, null));
    assertThat(sums.sums()).containsExactly(expected.sums(), within(1e-4));
    assertThat(sums.products()).containsExactly(expected.products(), within(1e-4));
    way.combine(x, ORIGIN, ZERO, new Slope(slope, y), new float[] {1, 1, 1}, ZERO, result);
    assertThat(HostCopy.read(result)).containsExactly(slopes, within(1e-6f));
  }
}
