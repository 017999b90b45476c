/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class TestThumbnail {

  @Test
  void keepsEveryPixel() throws IOException {
    byte[] rgb = {(byte) 255, 0, 1, 2, (byte) 200, 3, 4, 5, (byte) 129, 0, 0, 0, 1, 1, 1, 9, 9, 9};
    BufferedImage image = decoded(Thumbnail.of(rgb, 2, 3, 3));
    assertThat(image.getWidth()).isEqualTo(3);
    assertThat(image.getHeight()).isEqualTo(2);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xffff0001);
    assertThat(image.getRGB(1, 0)).isEqualTo(0xff02c803);
    assertThat(image.getRGB(2, 1)).isEqualTo(0xff090909);
  }

  @Test
  void greyStaysGrey() throws IOException {
    BufferedImage image = decoded(Thumbnail.of(new byte[] {0, (byte) 200}, 1, 2, 1));
    assertThat(image.getRGB(1, 0)).isEqualTo(0xffc8c8c8);
  }

  @Test
  void otherShapesAreRefused() {
    assertThatThrownBy(() -> Thumbnail.of(new byte[11], 2, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("11 bytes are no image of height 2, width 2 and 3 channels");
    assertThatThrownBy(() -> Thumbnail.of(new byte[8], 2, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An image of 2 channels cannot be shown; pass 1 (grey) or 3 (RGB)");
  }

  private static BufferedImage decoded(Thumbnail thumbnail) throws IOException {
    assertThat(thumbnail.dataUri()).startsWith("data:image/png;base64,iVBOR");
    return ImageIO.read(new ByteArrayInputStream(thumbnail.png()));
  }
}
