/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.ImageSettings.Fit;
import org.junit.jupiter.api.Test;

class TestSmallPicture {

  private static final ImageSettings FORM = new ImageSettings(1, 1, 3, false, Fit.STRETCH);

  private static byte[] png(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, x < width / 2 ? 0xff0000 : 0x0000ff);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static BufferedImage read(byte[] jpeg) throws IOException {
    assertThat(jpeg).startsWith(0xff, 0xd8, 0xff);
    return ImageIO.read(new ByteArrayInputStream(jpeg));
  }

  @Test
  void keepsProportionsAndColours() throws Exception {
    BufferedImage small = read(new SmallPicture(64, 1_000_000, FORM).of(png(1000, 501)));
    assertThat(small.getWidth()).isEqualTo(64);
    assertThat(small.getHeight()).isEqualTo(32);
    assertThat(small.getRGB(10, 16) >> 16 & 0xff).isGreaterThan(230);
    assertThat(small.getRGB(54, 16) & 0xff).isGreaterThan(230);
    assertThat(small.getRGB(54, 16) >> 16 & 0xff).isLessThan(30);
  }

  @Test
  void aThinImageKeepsAPixelAndASmallOneItsSize() throws Exception {
    BufferedImage thin = read(new SmallPicture(16, 1_000_000, FORM).of(png(2, 900)));
    assertThat(thin.getWidth()).isEqualTo(1);
    assertThat(thin.getHeight()).isEqualTo(16);
    BufferedImage small = read(new SmallPicture(64, 1_000_000, FORM).of(png(20, 30)));
    assertThat(small.getWidth()).isEqualTo(20);
    assertThat(small.getHeight()).isEqualTo(30);
  }

  @Test
  void refusesWhatIsNoImage() {
    assertThatThrownBy(() -> new SmallPicture(64, 1_000_000, FORM).of(new byte[9]))
        .isInstanceOf(BadImageException.class);
    assertThatThrownBy(() -> new SmallPicture(64, 100, FORM).of(png(20, 30)))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("20 x 30 pixels");
  }
}
