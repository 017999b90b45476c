/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.architecture.InputRule.Resize;
import org.anchorage.core.config.AugmentSettings;
import org.anchorage.core.config.AugmentSettings.Flip;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.ImageSettings.Fit;
import org.anchorage.core.config.ImageSettings.Orientation;
import org.anchorage.worker.image.TestImageLoader.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against what Pillow and torchvision made of the pictures; {@code make.py} beside them made it.
 */
class TestPillowFit {

  private static final AugmentSettings NOTHING = new AugmentSettings(0, 1, Flip.NONE, 0, 0, 0);
  private static final long LIMIT = 1 << 20;

  private static byte[] file(String name) {
    try (InputStream in =
        Objects.requireNonNull(TestPillowFit.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the pixels of a file at their own size, with a rule that does not resize as Pillow. */
  private static byte[] pixels(String name) throws Exception {
    byte[] encoded = file(name);
    BufferedImage image = new ImageLoader(LIMIT, Orientation.AUTO).load(encoded);
    ImageSettings same =
        new ImageSettings(
            image.getWidth(),
            image.getHeight(),
            image.getRaster().getNumBands(),
            false,
            Fit.STRETCH);
    return new ImageDecoder(same, InputRule.UNIT, LIMIT).decode(encoded);
  }

  /** Returns the middle that evaluation reads, as bytes. */
  private static byte[] evaluated(ImageSettings form, byte[] encoded) throws Exception {
    float[] read = new float[form.bytes()];
    new Augmenter(form, InputRule.UNIT_PILLOW, NOTHING)
        .plain(new ImageDecoder(form, InputRule.UNIT_PILLOW, LIMIT).decode(encoded), read, 0);
    byte[] bytes = new byte[read.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(read[i] * 255);
    }
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({
    "20, 17, wide",
    "7, 43, wide",
    "61, 9, wide",
    "80, 50, wide",
    "3, 60, wide",
    "14, 14, tall",
    "40, 55, tall"
  })
  void resizesAsPillowToTheByte(int width, int height, String name) throws Exception {
    ImageSettings form =
        new ImageSettings(width, height, name.equals("tall") ? 1 : 3, false, Fit.STRETCH);

    assertThat(evaluated(form, file(name + ".png")))
        .isEqualTo(pixels("resize-%dx%d-%s.png".formatted(width, height, name)));
  }

  @ParameterizedTest
  @CsvSource({
    "24, 4, wide.png",
    "25, 0, wide.png",
    "20, 7, wide.png",
    "18, 6, wide.png",
    "16, 3, tall.png",
    "22, 2, tall.png",
    "32, 5, photo.jpg"
  })
  void cropsAsTorchvisionToTheByte(int side, int border, String name) throws Exception {
    ImageSettings form =
        new ImageSettings(side, side, name.startsWith("tall") ? 1 : 3, false, Fit.CROP, border);

    assertThat(evaluated(form, file(name)))
        .isEqualTo(pixels("crop-%d-%d-%s".formatted(side, border, name.replace("jpg", "png"))));
  }

  @Test
  void aSizeThatStaysIsLeftAlone() throws Exception {
    ImageSettings form = new ImageSettings(61, 43, 3, false, Fit.PAD);

    assertThat(evaluated(form, file("wide.png"))).isEqualTo(pixels("wide.png"));
  }

  @Test
  void paddedImagesLieInTheMiddle() throws Exception {
    ImageSettings form = new ImageSettings(61, 46, 3, false, Fit.PAD);

    byte[] padded = evaluated(form, file("wide.png"));

    byte[] whole = pixels("wide.png");
    int line = 61 * 3;
    byte[] expected = new byte[46 * line];
    System.arraycopy(whole, 0, expected, line, whole.length);
    assertThat(padded).isEqualTo(expected);
  }

  @Test
  void aStretchedImageIsCutInTheMiddleOfTheLargerSize() throws Exception {
    byte[] large = evaluated(new ImageSettings(20, 17, 3, false, Fit.STRETCH), file("wide.png"));

    byte[] cut = evaluated(new ImageSettings(16, 13, 3, false, Fit.STRETCH, 4), file("wide.png"));

    for (int y = 0; y < 13; y++) {
      for (int i = 0; i < 16 * 3; i++) {
        assertThat(cut[y * 16 * 3 + i]).isEqualTo(large[((y + 2) * 20 + 2) * 3 + i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ANTIALIASED", "BILINEAR", "PILLOW"})
  void aPictureOfOneLevelStays(Resize resize) throws Exception {
    BufferedImage flat = new BufferedImage(97, 31, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 97 * 31; i++) {
      flat.getRaster().setSample(i % 97, i / 97, 0, 255);
    }
    InputRule rule =
        new InputRule(
            0,
            1,
            InputRule.UNIT.mean(),
            InputRule.UNIT.deviation(),
            InputRule.UNIT.order(),
            resize,
            0);
    for (Fit fit : new Fit[] {Fit.STRETCH, Fit.CROP}) {
      ImageSettings form = new ImageSettings(40, 50, 1, false, fit, 3);
      assertThat(new ImageDecoder(form, rule, LIMIT).decode(Pictures.encoded(flat, "png")))
          .hasSize(43 * 53)
          .containsOnly(-1);
    }
  }

  @Test
  void theRulesOfTheFieldNormaliseAsTheirFrameworks() throws Exception {
    byte[] pixels = {(byte) 200, 100, 50};
    ImageSettings one = new ImageSettings(1, 1, 3, false, Fit.CROP);
    float[] read = new float[3];

    new Augmenter(one, InputRule.IMAGENET, NOTHING).plain(pixels, read, 0);
    float[] imagenet = {
      (200 / 255f - 0.485f) / 0.229f, (100 / 255f - 0.456f) / 0.224f, (50 / 255f - 0.406f) / 0.225f
    };
    assertThat(read).containsExactly(imagenet, within(1e-6f));

    new Augmenter(one, InputRule.SYMMETRIC, NOTHING).plain(pixels, read, 0);
    assertThat(read)
        .containsExactly(
            new float[] {200 / 127.5f - 1, 100 / 127.5f - 1, 50 / 127.5f - 1}, within(1e-6f));

    new Augmenter(one, InputRule.CAFFE, NOTHING).plain(pixels, read, 0);
    assertThat(read)
        .containsExactly(new float[] {50 - 103.939f, 100 - 116.779f, 200 - 123.68f}, within(1e-4f));
  }
}
