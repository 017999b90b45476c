/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

class TestThumbnail {

  @Test
  void keepsEveryPixel() throws IOException {
    byte[] rgb = {(byte) 255, 0, 1, 2, (byte) 200, 3, 4, 5, (byte) 129, 0, 0, 0, 1, 1, 1, 9, 9, 9};
    BufferedImage image = decoded(Thumbnail.of(new Raster(3, 2, 3, rgb)));
    assertThat(image.getWidth()).isEqualTo(3);
    assertThat(image.getHeight()).isEqualTo(2);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xffff0001);
    assertThat(image.getRGB(1, 0)).isEqualTo(0xff02c803);
    assertThat(image.getRGB(2, 1)).isEqualTo(0xff090909);
  }

  @Test
  void greyStaysGrey() throws IOException {
    BufferedImage image = decoded(Thumbnail.of(new Raster(2, 1, 1, new byte[] {0, (byte) 200})));
    assertThat(image.getRGB(1, 0)).isEqualTo(0xffc8c8c8);
  }

  @Test
  void aLargeImageIsShrunkToJpeg() throws IOException {
    byte[] grey = new byte[400 * 200];
    Arrays.fill(grey, (byte) 90);
    Thumbnail thumbnail = Thumbnail.of(new Raster(400, 200, 1, grey));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(thumbnail.bytes()));
    assertThat(thumbnail.dataUri()).startsWith("data:image/jpeg;base64,/9j/");
    assertThat(image.getWidth()).isEqualTo(Thumbnail.SIDE);
    assertThat(image.getHeight()).isEqualTo(Thumbnail.SIDE / 2);
    assertThat(image.getRGB(50, 20) & 0xff).isBetween(88, 92);
  }

  @Test
  void aPixelIsTheMeanOfThoseItCovers() {
    byte[] pixels = {
      10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, (byte) 200, (byte) 202, 0, 4
    };
    assertThat(new Raster(4, 4, 1, pixels).shrunk(2).pixels())
        .containsExactly(35, 55, (byte) 148, 59);
    assertThat(new Raster(4, 4, 1, pixels).shrunk(4).pixels()).isSameAs(pixels);
    Raster thin = new Raster(1, 16, 1, pixels).shrunk(2);
    assertThat(thin.width()).isEqualTo(1);
    assertThat(thin.height()).isEqualTo(2);
  }

  @Test
  void aSheetHasEachImageInItsPlace() throws IOException {
    List<Raster> images = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      byte[] pixels = new byte[16 * 8];
      Arrays.fill(pixels, (byte) (30 * i));
      images.add(new Raster(16, 8, 1, pixels));
    }
    Sheet sheet = Sheet.of(images);
    BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(sheet.jpeg()));
    assertThat(sheet.columns()).isEqualTo(3);
    assertThat(drawn.getWidth()).isEqualTo(48);
    assertThat(drawn.getHeight()).isEqualTo(24);
    for (int i = 0; i < 7; i++) {
      int pixel = drawn.getRGB(i % 3 * 16 + 8, i / 3 * 8 + 4) & 0xff;
      assertThat(pixel).isBetween(30 * i - 6, 30 * i + 6);
    }
  }

  @Test
  void theLargestSheetOfNoiseIsBounded() {
    SplittableRandom random = new Seed(1).generator();
    byte[] noise = new byte[40 * 40 * 3];
    List<Raster> images = new ArrayList<>();
    for (int i = 0; i < Scatter.MOST; i++) {
      random.nextBytes(noise);
      images.add(new Raster(40, 40, 3, noise.clone()));
    }
    assertThat(Sheet.of(images).jpeg()).hasSizeLessThan(4_000_000);
  }

  @Test
  void otherShapesAreRefused() {
    assertThatThrownBy(() -> new Raster(2, 2, 3, new byte[11]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("11 bytes are no image of height 2, width 2 and 3 channels");
    assertThatThrownBy(() -> new Raster(2, 2, 2, new byte[8]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An image of 2 channels cannot be shown; pass 1 (grey) or 3 (RGB)");
  }

  private static BufferedImage decoded(Thumbnail thumbnail) throws IOException {
    assertThat(thumbnail.dataUri()).startsWith("data:image/png;base64,iVBOR");
    return ImageIO.read(new ByteArrayInputStream(thumbnail.bytes()));
  }
}
