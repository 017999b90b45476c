/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.AugmentSettings;
import org.anchorage.core.config.AugmentSettings.Flip;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.ImageSettings.Fit;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

/** Images that are decoded to more than the network reads, and crops of other shapes. */
class TestBorder {

  private static final AugmentSettings NOTHING = new AugmentSettings(0, 1, Flip.NONE, 0, 0, 0);

  private static ImageSettings form(int width, int height, int channels, int border) {
    return new ImageSettings(width, height, channels, false, Fit.CROP, border);
  }

  private static AugmentSettings crop(double share, double aspect) {
    return new AugmentSettings(0, share, Flip.NONE, 0, 0, 0, aspect);
  }

  private static byte[] noise(ImageSettings form) {
    byte[] pixels = new byte[form.decoded().bytes()];
    new Seed(1).generator().nextBytes(pixels);
    return pixels;
  }

  private static float[] augmented(
      ImageSettings form, AugmentSettings settings, byte[] pixels, long seed) {
    float[] out = new float[form.bytes()];
    new Augmenter(form, InputRule.UNIT, settings).augment(pixels, new Seed(seed), out, 0);
    return out;
  }

  /** Returns the part that begins so many pixels from the left and the top. */
  private static float[] part(ImageSettings form, byte[] pixels, int left, int top) {
    float[] out = new float[form.bytes()];
    int line = form.width() * form.channels();
    for (int i = 0; i < out.length; i++) {
      int from = (top + i / line) * form.decoded().width() + left;
      out[i] = (pixels[from * form.channels() + i % line] & 0xff) / 255f;
    }
    return out;
  }

  @Test
  void nothingToChangeIsTheMiddle() {
    for (int channels : new int[] {1, 3}) {
      for (int border : new int[] {1, 3, 4, 6}) {
        ImageSettings form = form(7, 5, channels, border);
        byte[] pixels = noise(form);
        // Half a pixel goes to the even side: 1 / 2 to 0, and 3 / 2 to 2.
        int before = border == 1 ? 0 : border == 6 ? 3 : 2;
        assertThat(augmented(form, NOTHING, pixels, 1))
            .containsExactly(part(form, pixels, before, before), within(1e-6f));
      }
    }
  }

  @Test
  void aMirroredImageIsTheMiddleMirrored() {
    AugmentSettings flip = new AugmentSettings(0, 1, Flip.HORIZONTAL, 0, 0, 0);
    ImageSettings form = form(7, 5, 1, 3);
    byte[] pixels = noise(form);
    float[] middle = part(form, pixels, 2, 2);
    int mirrored = 0;
    for (int seed = 0; seed < 20; seed++) {
      float[] out = augmented(form, flip, pixels, seed);
      boolean same = Math.abs(out[0] - middle[0]) < 1e-6;
      for (int i = 0; i < out.length; i++) {
        int from = same ? i : i / 7 * 7 + 6 - i % 7;
        assertThat(out[i]).isCloseTo(middle[from], within(1e-5f));
      }
      mirrored += same ? 0 : 1;
    }
    assertThat(mirrored).isBetween(4, 16);
  }

  @Test
  void aShiftOfHalfTheBorderReadsNothingOutside() {
    ImageSettings form = form(8, 8, 3, 4);
    byte[] white = new byte[form.decoded().bytes()];
    Arrays.fill(white, (byte) 255);
    AugmentSettings shift = new AugmentSettings(0.25, 1, Flip.NONE, 0, 0, 0);
    for (int seed = 0; seed < 200; seed++) {
      for (float value : augmented(form, shift, white, seed)) {
        assertThat(value).isCloseTo(1, within(0.009f));
      }
    }
  }

  @Test
  void cropsAreSharesOfTheDecodedArea() {
    for (int border : new int[] {0, 5, 8}) {
      ImageSettings form = form(24, 16, 1, border);
      int width = form.decoded().width();
      int height = form.decoded().height();
      double area = 0;
      double logarithms = 0;
      int wider = 0;
      int draws = 4000;
      for (int i = 0; i < draws; i++) {
        Affine map = Affine.draw(crop(0.2, 1.5), form, new Seed(i).generator());
        double wide = map.xx() * form.width() / width;
        double high = map.yy() * form.height() / height;
        assertThat(wide * high).isBetween(0.2 - 1e-9, 1 + 1e-9);
        assertThat(wide / high).isBetween(1 / 1.5 - 1e-9, 1.5 + 1e-9);
        // The edges of the outermost pixels lie within the image.
        assertThat(map.x0() - map.xx() / 2).isGreaterThanOrEqualTo(-0.5 - 1e-9);
        assertThat(map.y0() - map.yy() / 2).isGreaterThanOrEqualTo(-0.5 - 1e-9);
        assertThat(map.x0() + map.xx() * (form.width() - 0.5))
            .isLessThanOrEqualTo(width - 0.5 + 1e-9);
        assertThat(map.y0() + map.yy() * (form.height() - 0.5))
            .isLessThanOrEqualTo(height - 0.5 + 1e-9);
        area += wide * high / draws;
        logarithms += Math.log(wide / high) / draws;
        wider += wide / high > Math.sqrt(1.5) ? 1 : 0;
      }
      assertThat(area).isCloseTo(0.6, within(0.02));
      assertThat(logarithms).isCloseTo(0, within(0.02));
      // A quarter, but for the large crops, which fit only if they are nearly of the image's shape.
      assertThat((double) wider / draws).isBetween(0.15, 0.25);
    }
  }

  @Test
  void theShapeLeavesAllElseAsItWas() {
    ImageSettings form = form(24, 16, 1, 0);
    for (int i = 0; i < 100; i++) {
      Affine kept = Affine.draw(crop(0.2, 1), form, new Seed(i).generator());
      Affine bent = Affine.draw(crop(0.2, 2), form, new Seed(i).generator());
      assertThat(kept.xx()).isEqualTo(kept.yy());
      assertThat(bent.xx() * bent.yy()).isCloseTo(kept.xx() * kept.yy(), within(1e-9));
      assertThat(bent.xx()).isNotEqualTo(bent.yy());
    }
  }

  @Test
  void settingsWithoutTheseDrawWhatTheyAlwaysDrew() {
    AugmentSettings all = new AugmentSettings(0.1, 0.6, Flip.HORIZONTAL, 15, 0.2, 10);
    assertThat(Affine.draw(all, form(40, 20, 1, 0), new Seed(1).generator()))
        .isEqualTo(
            new Affine(
                0.7598220699811477,
                0.2091052518933446,
                1.6017120396612121,
                -0.15210962173758527,
                0.7484120516542215,
                4.4584837407368525));
  }

  @Test
  void theSameSeedGivesTheSameImage() {
    ImageSettings form = form(9, 7, 3, 4);
    byte[] pixels = noise(form);
    AugmentSettings all = new AugmentSettings(0.1, 0.3, Flip.HORIZONTAL, 15, 0.2, 10, 1.333);
    assertThat(augmented(form, all, pixels, 3)).isEqualTo(augmented(form, all, pixels, 3));
    assertThat(augmented(form, all, pixels, 3)).isNotEqualTo(augmented(form, all, pixels, 4));
  }

  @Test
  void refusesPixelsWithoutTheBorder() {
    Augmenter augmenter = new Augmenter(form(4, 3, 1, 2), InputRule.UNIT, NOTHING);
    assertThatThrownBy(() -> augmenter.plain(new byte[12], new float[12], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An image of 5 x 6 x 1 has 30 pixels, not 12");
    assertThatThrownBy(() -> augmenter.plain(new byte[30], new float[11], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("12 floats do not fit into 11 from 0 on");
  }
}
