/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.architecture.InputRule.ChannelOrder;
import org.anchorage.core.architecture.InputRule.Resize;
import org.anchorage.core.config.AugmentSettings;
import org.anchorage.core.config.AugmentSettings.Flip;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.ImageSettings.Fit;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.image.TestImageLoader.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images through a rule that differs from the identity in every field. */
class TestInputRules {

  private static final AugmentSettings NOTHING = new AugmentSettings(0, 1, Flip.NONE, 0, 0, 0);
  private static final ImageSettings FORM = new ImageSettings(2, 2, 3, false, Fit.PAD);

  /** From -1 to 1; mean and deviation of blue, green, red; white outside. */
  private static final InputRule TOY = toy(255);

  private static InputRule toy(int padding) {
    return new InputRule(
        -1,
        1,
        List.of(0.5, 0.0, -0.5),
        List.of(0.5, 1.0, 2.0),
        ChannelOrder.BGR,
        Resize.BILINEAR,
        padding);
  }

  /** Two pixels side by side, (255, 51, 0) and black, over a row of padding. */
  private static byte[] decoded() throws Exception {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xff3300);
    return new ImageDecoder(FORM, TOY, 10).decode(Pictures.encoded(image, "png"));
  }

  @Test
  void decodedBytesStayRgbAndArePaddedWithTheRulesBrightness() throws Exception {
    byte white = (byte) 255;
    assertThat(decoded())
        .containsExactly(white, 51, 0, 0, 0, 0, white, white, white, white, white, white);
  }

  @Test
  void plainPixelsAreReorderedAndNormalised() throws Exception {
    float[] out = new float[13];

    new Augmenter(FORM, TOY, NOTHING).plain(decoded(), out, 1);

    // From -1 to 1 the first pixel is (1, -0.6, -1); blue: (-1 - 0.5) / 0.5, red: (1 + 0.5) / 2.
    float[] expected = {0, -3, -0.6f, 0.75f, -3, -1, -0.25f, 1, 1, 0.75f, 1, 1, 0.75f};
    assertThat(out).containsExactly(expected, within(1e-6f));
  }

  @Test
  void nothingToChangeIsPlain() throws Exception {
    float[] plain = new float[12];
    float[] augmented = new float[12];

    new Augmenter(FORM, TOY, NOTHING).plain(decoded(), plain, 0);
    new Augmenter(FORM, TOY, NOTHING).augment(decoded(), new Seed(1), augmented, 0);

    assertThat(augmented).isEqualTo(plain);
  }

  @Test
  void whatComesFromOutsideIsPadding() throws Exception {
    float[] out = new float[12];

    new Augmenter(FORM, TOY, NOTHING).warp(decoded(), Affine.IDENTITY.shift(1.5, 0), out, 0);

    // White, then half white and half the first pixel: bytes (255, 153, 127.5), 1, 0.2 and 0.
    float[] first = {1, 1, 0.75f, -1, 0.2f, 0.75f};
    assertThat(Arrays.copyOf(out, 6)).containsExactly(first, within(1e-6f));
  }

  @Test
  void augmentedPixelsAreTheRuleOfWhatTheIdentityGives() {
    AugmentSettings settings = new AugmentSettings(0.1, 0.6, Flip.HORIZONTAL, 15, 0.2, 10);
    ImageSettings form = new ImageSettings(9, 7, 3, false, Fit.STRETCH);
    byte[] pixels = new byte[form.bytes()];
    new Seed(3).generator().nextBytes(pixels);
    float[] unit = new float[pixels.length];
    float[] out = new float[pixels.length];

    new Augmenter(form, InputRule.UNIT, settings).augment(pixels, new Seed(4), unit, 0);
    new Augmenter(form, toy(0), settings).augment(pixels, new Seed(4), out, 0);

    for (int i = 0; i < out.length; i += 3) {
      assertThat(out[i]).isCloseTo((2 * unit[i + 2] - 1 - 0.5f) / 0.5f, within(1e-5f));
      assertThat(out[i + 1]).isCloseTo(2 * unit[i + 1] - 1, within(1e-5f));
      assertThat(out[i + 2]).isCloseTo((2 * unit[i] - 1 + 0.5f) / 2, within(1e-5f));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shrinksAsTheRuleSays(Resize resize) throws Exception {
    BufferedImage image = new BufferedImage(8, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, 8, 1, new int[] {0, 10, 20, 200, 200, 30, 40, 0});
    InputRule rule = new InputRule(0, 1, List.of(0.0), List.of(1.0), ChannelOrder.RGB, resize, 0);
    ImageSettings form = new ImageSettings(2, 1, 1, false, Fit.STRETCH);

    byte[] pixels = new ImageDecoder(form, rule, 10).decode(Pictures.encoded(image, "png"));

    switch (resize) {
      // The two pixels beside 2 and beside 6.
      case BILINEAR -> assertThat(pixels).containsExactly(15, 35);
      // (0 x 5 + 10 x 7 + 20 x 7 + 200 x 5 + 200 x 3 + 30 x 1) / 28, and from the other end.
      case ANTIALIASED, PILLOW -> assertThat(pixels).containsExactly(66, 75);
    }
  }

  @Test
  void greyImagesHaveNoOrder() {
    InputRule rule =
        new InputRule(0, 255, List.of(5.0), List.of(2.0), ChannelOrder.BGR, Resize.BILINEAR, 0);
    float[] out = new float[1];

    new Augmenter(new ImageSettings(1, 1, 1, false, Fit.STRETCH), rule, NOTHING)
        .plain(new byte[] {15}, out, 0);

    assertThat(out[0]).isCloseTo(5, within(1e-6f));
  }

  @Test
  void refusesGreyImagesForARuleByChannel() {
    ImageSettings grey = new ImageSettings(2, 2, 1, false, Fit.STRETCH);
    assertThatThrownBy(() -> new Augmenter(grey, TOY, NOTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The network normalises each of 3 channels, and images have 1; use image.channels = 3");
  }
}
