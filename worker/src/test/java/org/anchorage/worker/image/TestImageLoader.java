/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.anchorage.core.config.ImageSettings.Orientation;
import org.anchorage.worker.image.BadImageException.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestImageLoader {

  private static final String WEBP_1X1 = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA";

  private final ImageLoader loader = new ImageLoader(100_000, Orientation.AUTO);

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tiff"})
  void everyFormatKeepsItsSize(String format) throws Exception {
    BufferedImage image = loader.load(Pictures.encoded(Pictures.noise(37, 21), format));

    assertThat(image.getWidth()).isEqualTo(37);
    assertThat(image.getHeight()).isEqualTo(21);
  }

  @Test
  void webpIsRead() throws Exception {
    assertThat(loader.load(Base64.getDecoder().decode(WEBP_1X1)).getWidth()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tiff", "ppm"})
  void truncatedImagesAreRefused(String format) throws Exception {
    byte[] whole = Pictures.encoded(Pictures.noise(64, 64), format);

    for (int percent : new int[] {30, 60, 95}) {
      byte[] cut = Arrays.copyOf(whole, whole.length * percent / 100);
      assertThat(reasonOf(() -> loader.load(cut)))
          .as("%s cut to %d %%", format, percent)
          .isEqualTo(Reason.TRUNCATED);
    }
  }

  @Test
  void truncatedWebpIsRefused() {
    byte[] cut = Arrays.copyOf(Base64.getDecoder().decode(WEBP_1X1), 30);

    assertThatThrownBy(() -> loader.load(cut))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("The WEBP ends too early, after 30 bytes");
  }

  @Test
  void aFlippedByteInPngIsFound() throws Exception {
    byte[] damaged = Pictures.encoded(Pictures.noise(64, 64), "png");
    damaged[damaged.length / 2] ^= 1;

    assertThatThrownBy(() -> loader.load(damaged))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("check sum");
    assertThat(reasonOf(() -> loader.load(damaged))).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aPlainPgmThatEndsEarlyIsRefused() {
    for (String text : new String[] {"P2 4 4 255\n1 2 3 4 5", "P3 4 4 255\n1", "P1 4 4\n1010 1"}) {
      byte[] cut = text.getBytes(StandardCharsets.US_ASCII);

      assertThat(reasonOf(() -> loader.load(cut))).as(text).isEqualTo(Reason.TRUNCATED);
    }
  }

  /** A frame of one pixel may claim a screen of four thousand million. */
  @Test
  void aScreenOverTheLimitIsRefused() throws Exception {
    byte[] gif = Pictures.encoded(Pictures.noise(4, 4), "gif");
    ByteBuffer.wrap(gif).putInt(6, -1);

    assertThatThrownBy(() -> loader.load(gif))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("65535 x 65535 pixels, over the limit of 100000");
    assertThat(reasonOf(() -> loader.pixels(gif))).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void noBytesAreRefused() {
    assertThatThrownBy(() -> loader.load(new byte[0]))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("has no bytes");
    assertThat(reasonOf(() -> loader.load(new byte[0]))).isEqualTo(Reason.EMPTY);
  }

  @Test
  void otherFilesAreRefused() {
    byte[] text = "path,label\n".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> loader.load(text))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("70 61 74 68")
        .hasMessageContaining("convert it to JPEG, PNG, GIF, BMP, WebP, TIFF, PGM or PPM");
    assertThat(reasonOf(() -> loader.load(text))).isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void aDecompressionBombIsRefusedByItsHeader() throws Exception {
    byte[] bomb = pngClaiming(50_000, 50_000);

    assertThatThrownBy(() -> new ImageLoader(100_000_000, Orientation.AUTO).load(bomb))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("50000 x 50000")
        .hasMessageContaining("100000000")
        .hasMessageContaining("import.max-pixels");
    assertThat(reasonOf(() -> new ImageLoader(100_000_000, Orientation.AUTO).load(bomb)))
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void aLimitBelowOneIsRefused() {
    assertThatThrownBy(() -> new ImageLoader(0, Orientation.AUTO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 pixels; allow at least 1");
  }

  private static Reason reasonOf(ThrowingCallable load) {
    try {
      load.call();
    } catch (BadImageException e) {
      return e.reason();
    } catch (Throwable e) {
      throw new AssertionError("Another exception than BadImageException", e);
    }
    throw new AssertionError("The image was accepted");
  }

  private static byte[] pngClaiming(int width, int height) throws IOException {
    byte[] png = Pictures.encoded(Pictures.noise(1, 1), "png");
    ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    return png;
  }

  /** Pictures that tests draw themselves. */
  static final class Pictures {

    private Pictures() {}

    /** Returns an RGB image that does not compress. */
    static BufferedImage noise(int width, int height) {
      var random = new org.anchorage.core.seed.Seed(7).generator();
      BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          image.setRGB(x, y, random.nextInt());
        }
      }
      return image;
    }

    static byte[] encoded(BufferedImage image, String format) throws IOException {
      if (format.equals("ppm")) {
        return ppm(image);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, bytes)) {
        throw new IOException("No writer for " + format);
      }
      return bytes.toByteArray();
    }

    private static byte[] ppm(BufferedImage image) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      String head = "P6 " + image.getWidth() + " " + image.getHeight() + " 255\n";
      bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          int rgb = image.getRGB(x, y);
          bytes.write(rgb >> 16);
          bytes.write(rgb >> 8);
          bytes.write(rgb);
        }
      }
      return bytes.toByteArray();
    }
  }
}
