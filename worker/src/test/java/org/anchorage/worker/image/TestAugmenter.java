/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.AugmentSettings;
import org.anchorage.core.config.AugmentSettings.Flip;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.ImageSettings.Fit;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

class TestAugmenter {

  private static final AugmentSettings NOTHING = new AugmentSettings(0, 1, Flip.NONE, 0, 0, 0);
  private static final AugmentSettings EVERYTHING =
      new AugmentSettings(0.1, 0.6, Flip.HORIZONTAL, 15, 0.2, 10);

  private static ImageSettings form(int width, int height, int channels) {
    return new ImageSettings(width, height, channels, false, Fit.STRETCH);
  }

  private static byte[] noise(ImageSettings form, long seed) {
    byte[] pixels = new byte[form.bytes()];
    new Seed(seed).generator().nextBytes(pixels);
    return pixels;
  }

  private static float[] plain(ImageSettings form, byte[] pixels) {
    float[] out = new float[pixels.length];
    new Augmenter(form, InputRule.UNIT, NOTHING).plain(pixels, out, 0);
    return out;
  }

  private static float[] warped(ImageSettings form, byte[] pixels, Affine map) {
    float[] out = new float[pixels.length];
    new Augmenter(form, InputRule.UNIT, NOTHING).warp(pixels, map, out, 0);
    return out;
  }

  private static Affine centred(ImageSettings form, Affine map) {
    return map.about((form.width() - 1) / 2.0, (form.height() - 1) / 2.0);
  }

  @Test
  void plainScalesBytesToOne() {
    float[] out = new float[5];
    new Augmenter(form(3, 1, 1), InputRule.UNIT, EVERYTHING).plain(new byte[] {0, 127, -1}, out, 1);
    assertThat(out).containsExactly(new float[] {0, 0, 127 / 255f, 1, 0}, within(1e-6f));
  }

  @Test
  void nothingToChangeIsPlainAndEqualsTheIdentityMap() {
    for (int channels : new int[] {1, 3}) {
      ImageSettings form = form(7, 5, channels);
      byte[] pixels = noise(form, 1);
      float[] out = new float[pixels.length];
      new Augmenter(form, InputRule.UNIT, NOTHING).augment(pixels, new Seed(1), out, 0);
      assertThat(out).isEqualTo(plain(form, pixels));
      assertThat(warped(form, pixels, Affine.IDENTITY)).containsExactly(out, within(1e-6f));
    }
  }

  @Test
  void shiftByWholePixelsMovesThem() {
    ImageSettings form = form(7, 5, 3);
    byte[] pixels = noise(form, 2);
    float[] source = plain(form, pixels);
    float[] out = warped(form, pixels, Affine.IDENTITY.shift(2, -1));
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 7; x++) {
        for (int c = 0; c < 3; c++) {
          float expected = x < 2 || y > 3 ? 0 : source[((y + 1) * 7 + x - 2) * 3 + c];
          assertThat(out[(y * 7 + x) * 3 + c]).isCloseTo(expected, within(1e-6f));
        }
      }
    }
  }

  @Test
  void halfAPixelIsTheMeanOfTwo() {
    ImageSettings form = form(3, 1, 1);
    float[] out = warped(form, new byte[] {100, 50, 20}, Affine.IDENTITY.shift(0.5, 0));
    assertThat(out).containsExactly(new float[] {50 / 255f, 75 / 255f, 35 / 255f}, within(1e-6f));
  }

  @Test
  void mirroredTwiceIsAsBefore() {
    ImageSettings form = form(6, 5, 1);
    byte[] pixels = noise(form, 3);
    Affine mirror = centred(form, Affine.IDENTITY.scale(-1, 1));
    float[] once = warped(form, pixels, mirror);
    float[] source = plain(form, pixels);
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 6; x++) {
        assertThat(once[y * 6 + x]).isCloseTo(source[y * 6 + 5 - x], within(1e-6f));
      }
    }
    Affine twice = centred(form, Affine.IDENTITY.scale(-1, 1).scale(-1, 1));
    assertThat(warped(form, pixels, twice)).containsExactly(source, within(1e-6f));
  }

  @Test
  void quarterTurnIsClockwise() {
    ImageSettings form = form(5, 5, 1);
    byte[] pixels = noise(form, 4);
    float[] source = plain(form, pixels);
    float[] out = warped(form, pixels, centred(form, Affine.IDENTITY.turn(Math.PI / 2)));
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 5; x++) {
        assertThat(out[y * 5 + x]).isCloseTo(source[(4 - x) * 5 + y], within(1e-5f));
      }
    }
  }

  @Test
  void cropEnlargesAWindow() {
    ImageSettings form = form(4, 4, 1);
    byte[] pixels = new byte[16];
    for (int i : new int[] {5, 6, 9, 10}) {
      pixels[i] = -1;
    }
    float[] out = warped(form, pixels, centred(form, Affine.IDENTITY.scale(2, 2)));
    // output pixel 0 lies at 0.75 of the source: 3 parts in 4 of pixel 1, both ways
    assertThat(out[0]).isCloseTo(0.75f * 0.75f, within(1e-6f));
    assertThat(out[5]).isCloseTo(1, within(1e-6f));
  }

  @Test
  void shearMovesRowsByTheirHeight() {
    ImageSettings form = form(3, 3, 1);
    float[] out =
        warped(
            form,
            new byte[] {0, -1, 0, 0, -1, 0, 0, -1, 0},
            centred(form, Affine.IDENTITY.shear(1)));
    assertThat(out).containsExactly(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, within(1e-6f));
  }

  @Test
  void drawnMapsStayWithinTheSettings() {
    double tan = Math.tan(Math.toRadians(10));
    double least = 1;
    for (int i = 0; i < 2000; i++) {
      Seed seed = new Seed(i);
      Affine shift =
          Affine.draw(
              new AugmentSettings(0.1, 1, Flip.NONE, 0, 0, 0), form(40, 20, 1), seed.generator());
      assertThat(Math.abs(shift.x0())).isLessThanOrEqualTo(4);
      assertThat(Math.abs(shift.y0())).isLessThanOrEqualTo(2);
      Affine turn =
          Affine.draw(
              new AugmentSettings(0, 1, Flip.NONE, 30, 0, 0), form(40, 20, 1), seed.generator());
      assertThat(turn.xx()).isBetween(Math.cos(Math.PI / 6), 1.0);
      Affine scale =
          Affine.draw(
              new AugmentSettings(0, 1, Flip.NONE, 0, 0.25, 0), form(40, 20, 1), seed.generator());
      assertThat(scale.xx()).isBetween(1 / 1.25, 1 / 0.75);
      assertThat(scale.yy()).isEqualTo(scale.xx());
      Affine shear =
          Affine.draw(
              new AugmentSettings(0, 1, Flip.NONE, 0, 0, 10), form(40, 20, 1), seed.generator());
      assertThat(shear.xy()).isBetween(-tan, tan);
      Affine crop =
          Affine.draw(
              new AugmentSettings(0, 0.25, Flip.NONE, 0, 0, 0), form(40, 20, 1), seed.generator());
      assertThat(crop.xx()).isBetween(0.5, 1.0);
      least = Math.min(least, crop.xx());
      // the window lies within the image, edges included
      assertThat(crop.x0() - crop.xx() / 2).isGreaterThanOrEqualTo(-0.5 - 1e-9);
      assertThat(crop.x0() + crop.xx() * 39.5).isLessThanOrEqualTo(39.5 + 1e-9);
    }
    assertThat(least).isLessThan(0.51);
  }

  @Test
  void mirrorsEverySecondTime() {
    AugmentSettings flip = new AugmentSettings(0, 1, Flip.HORIZONTAL, 0, 0, 0);
    long mirrored =
        IntStream.range(0, 2000)
            .filter(i -> Affine.draw(flip, form(8, 8, 1), new Seed(i).generator()).xx() < 0)
            .count();
    assertThat(mirrored).isBetween(880L, 1120L);
  }

  @Test
  void sameSeedSameImageAndNoNeighbourIsTouched() {
    for (int channels : new int[] {1, 3}) {
      ImageSettings form = form(28, 28, channels);
      byte[] pixels = noise(form, 5);
      Augmenter augmenter = new Augmenter(form, InputRule.UNIT, EVERYTHING);
      float[] out = new float[3 * pixels.length];
      Arrays.fill(out, -1);
      augmenter.augment(pixels, new Seed(9), out, pixels.length);
      assertThat(Arrays.copyOf(out, pixels.length)).containsOnly(-1);
      assertThat(Arrays.copyOfRange(out, 2 * pixels.length, out.length)).containsOnly(-1);
      float[] again = new float[pixels.length];
      augmenter.augment(pixels, new Seed(9), again, 0);
      assertThat(Arrays.copyOfRange(out, pixels.length, 2 * pixels.length)).isEqualTo(again);
      for (float value : again) {
        assertThat(value).isBetween(0f, 1.000001f);
      }
      augmenter.augment(pixels, new Seed(10), again, 0);
      assertThat(Arrays.copyOfRange(out, pixels.length, 2 * pixels.length)).isNotEqualTo(again);
    }
  }

  @Test
  void refusesOtherSizes() {
    Augmenter augmenter = new Augmenter(form(4, 3, 1), InputRule.UNIT, EVERYTHING);
    assertThatThrownBy(() -> augmenter.plain(new byte[11], new float[12], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An image of 3 x 4 x 1 has 12 pixels, not 11");
    assertThatThrownBy(() -> augmenter.augment(new byte[12], new Seed(1), new float[12], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("12 floats do not fit into 12 from 1 on");
  }
}
