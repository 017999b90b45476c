/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.ImageSettings.Fit;
import org.anchorage.worker.image.TestImageLoader.Pictures;
import org.junit.jupiter.api.Test;

class TestImageDecoder {

  private static final long LIMIT = 10_000_000;

  @Test
  void greyOfTheSameSizeIsExact() throws Exception {
    BufferedImage ramp = grey(16, 16);

    byte[] pixels = decode(ramp, new ImageSettings(16, 16, 1, false, Fit.STRETCH));

    for (int i = 0; i < 256; i++) {
      assertThat(pixels[i] & 0xff).isEqualTo(i);
    }
  }

  @Test
  void greyAsRgbRepeatsIt() throws Exception {
    byte[] pixels = decode(grey(16, 16), new ImageSettings(16, 16, 3, false, Fit.STRETCH));

    for (int i = 0; i < pixels.length; i++) {
      assertThat(pixels[i] & 0xff).isEqualTo(i / 3);
    }
  }

  @Test
  void sixteenBitGreyKeepsItsUpperByte() throws Exception {
    BufferedImage deep = new BufferedImage(256, 1, BufferedImage.TYPE_USHORT_GRAY);
    for (int x = 0; x < 256; x++) {
      deep.getRaster().setSample(x, 0, 0, x * 257);
    }

    byte[] pixels = decode(deep, new ImageSettings(256, 1, 1, false, Fit.STRETCH));

    for (int x = 0; x < 256; x++) {
      assertThat(pixels[x] & 0xff).isEqualTo(x);
    }
  }

  @Test
  void blackAndWhiteIsReadThroughItsPalette() throws Exception {
    BufferedImage ink = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
    ink.setRGB(1, 0, 0xffffffff);

    assertThat(decode(ink, new ImageSettings(3, 1, 1, false, Fit.STRETCH)))
        .containsExactly(0, 255, 0);
  }

  @Test
  void invertingTurnsInkIntoLight() throws Exception {
    BufferedImage ink = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
    ink.setRGB(1, 0, 0xffffffff);

    assertThat(decode(ink, new ImageSettings(3, 1, 1, true, Fit.STRETCH)))
        .containsExactly(255, 0, 255);
  }

  @Test
  void rgbKeepsItsOrder() throws Exception {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR);
    image.setRGB(0, 0, 0xff102030);

    assertThat(decode(image, new ImageSettings(1, 1, 3, false, Fit.STRETCH)))
        .containsExactly(0x10, 0x20, 0x30);
  }

  @Test
  void colourBecomesLuma() throws Exception {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_3BYTE_BGR);
    image.setRGB(0, 0, 0xffff0000);
    image.setRGB(1, 0, 0xff00ff00);
    image.setRGB(2, 0, 0xff0000ff);

    assertThat(decode(image, new ImageSettings(3, 1, 1, false, Fit.STRETCH)))
        .containsExactly(76, 150, 29);
  }

  @Test
  void transparentPixelsAreLaidOverWhite() throws Exception {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00000000);
    image.setRGB(1, 0, 0x80000000);

    assertThat(decode(image, new ImageSettings(2, 1, 1, false, Fit.STRETCH)))
        .containsExactly(255, 127);
  }

  @Test
  void shrinkingAveragesAwayWhatIsTooFine() throws Exception {
    BufferedImage stripes = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    WritableRaster raster = stripes.getRaster();
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        raster.setSample(x, y, 0, x % 2 * 255);
      }
    }

    byte[] pixels = decode(stripes, new ImageSettings(8, 8, 1, false, Fit.STRETCH));

    for (byte pixel : pixels) {
      assertThat(pixel & 0xff).isBetween(120, 135);
    }
  }

  /** Weights by hand: two source pixels a target pixel, so a triangle over four. */
  @Test
  void shrinkingByTwoWeighsAsTheTriangleDoes() throws Exception {
    BufferedImage step = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_GRAY);
    step.getRaster().setSamples(0, 0, 4, 1, 0, new int[] {0, 70, 140, 210});

    assertThat(decode(step, new ImageSettings(2, 1, 1, false, Fit.STRETCH)))
        .containsExactly(50, (byte) 160);
  }

  @Test
  void aFlatImageStaysFlatAtAnySize() throws Exception {
    BufferedImage flat = new BufferedImage(31, 17, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 31 * 17; i++) {
      flat.getRaster().setSample(i % 31, i / 31, 0, 201);
    }

    for (int side : new int[] {1, 5, 17, 100}) {
      for (Fit fit : new Fit[] {Fit.STRETCH, Fit.CROP}) {
        byte[] pixels = decode(flat, new ImageSettings(side, side, 1, false, fit));
        for (byte pixel : pixels) {
          assertThat(pixel & 0xff).isEqualTo(201);
        }
      }
    }
  }

  @Test
  void paddingIsBlackEvenWhenInverted() throws Exception {
    BufferedImage wide = new BufferedImage(4, 2, BufferedImage.TYPE_BYTE_GRAY);

    assertThat(decode(wide, new ImageSettings(4, 4, 1, true, Fit.PAD)))
        .containsExactly(0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0);
  }

  @Test
  void croppingKeepsTheMiddle() throws Exception {
    BufferedImage wide = new BufferedImage(4, 2, BufferedImage.TYPE_BYTE_GRAY);
    wide.getRaster().setSamples(0, 0, 4, 2, 0, new int[] {9, 1, 2, 9, 9, 3, 4, 9});

    assertThat(decode(wide, new ImageSettings(2, 2, 1, false, Fit.CROP)))
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void oversizedImagesAreRefused() throws Exception {
    ImageDecoder decoder =
        new ImageDecoder(new ImageSettings(8, 8, 1, false, Fit.PAD), InputRule.UNIT, 99);

    assertThatThrownBy(() -> decoder.decode(Pictures.encoded(grey(10, 10), "png")))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("10 x 10 pixels, over the limit of 99");
  }

  private static BufferedImage grey(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < width * height; i++) {
      image.getRaster().setSample(i % width, i / width, 0, i & 0xff);
    }
    return image;
  }

  private static byte[] decode(BufferedImage image, ImageSettings settings) throws Exception {
    return new ImageDecoder(settings, InputRule.UNIT, LIMIT).decode(Pictures.encoded(image, "png"));
  }
}
