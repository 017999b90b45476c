/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.Colour;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.ImageSettings.Fit;
import org.anchorage.core.config.ImageSettings.Orientation;
import org.anchorage.worker.image.BadImageException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of picture against Pillow's pixels; {@code kinds/make.py} draws the pictures. The rows
 * are those of the table in {@code docs/corpora.md}. With {@code -Dkinds.print=true} the measured
 * differences are printed.
 */
class TestKinds {

  private static final long LIMIT = 1 << 20;

  /**
   * A row of the table.
   *
   * @param start how the names of the pictures start
   * @param most largest difference of a value, in levels
   * @param mean largest mean difference of a picture
   */
  record Row(String kind, String start, int most, double mean) {}

  /** A picture belongs to the longest start that fits. */
  private static final List<Row> ROWS =
      List.of(
          new Row("JPEG: baseline, progressive, grey, 4:4:4 to 4:1:0", "jpeg-", 0, 0),
          new Row("JPEG of CMYK", "jpeg-cmyk", 1, 1),
          new Row("JPEG of YCCK", "jpeg-ycck", 1, 1),
          new Row("PNG: 1 to 16 bits, palette, alpha, interlaced", "png-", 0, 0),
          new Row("GIF", "gif", 0, 0),
          new Row("BMP: 1, 4, 8, 24, 32 bits, RLE", "bmp-", 0, 0),
          new Row("BMP of 16 bits", "bmp-16", 1, 1),
          new Row("WebP, lossless", "webp-", 0, 0),
          new Row("WebP, lossy", "webp-lossy-", 120, 9),
          new Row("WebP, lossless, as named", "webp-lossless", 0, 0),
          new Row("WebP, lossy, with Exif", "webp-exif-", 120, 9),
          new Row("WebP, lossless, with Exif", "webp-exif-bare", 0, 0),
          new Row("WebP, lossy, raw alpha", "webp-alpha-raw", 120, 9),
          new Row("WebP, lossy, damaged profile", "webp-icc", 120, 9),
          new Row("WebP, lossy, damaged XMP", "webp-xmp", 120, 9),
          new Row("WebP, lossy, with more behind it", "webp-trailing", 120, 9),
          new Row("TIFF", "tiff-", 0, 0),
          new Row("PNM", "pnm-", 0, 0),
          new Row("PNM with another maximum than 255", "pnm-pgm-63", 1, 1),
          new Row("PNM with another maximum than 255", "pnm-pgm-plain-63", 1, 1),
          new Row("PNM with another maximum than 255", "pnm-pgm-10", 1, 1));

  static Stream<Arguments> pictures() throws IOException {
    return named("").filter(file -> Files.exists(pixels(file))).map(TestKinds::row);
  }

  private static Stream<Path> named(String start) throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(start))
          .filter(file -> !file.toString().endsWith(".rgb") && !file.toString().endsWith(".py"))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Path folder() {
    try {
      return Path.of(Objects.requireNonNull(TestKinds.class.getResource("kinds")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.indexOf('.'));
  }

  private static Path pixels(Path file) {
    return file.resolveSibling(name(file) + ".rgb");
  }

  private static Arguments row(Path file) {
    Row best = null;
    for (Row row : ROWS) {
      if (name(file).startsWith(row.start())
          && (best == null || row.start().length() > best.start().length())) {
        best = row;
      }
    }
    return Arguments.of(name(file), file, Objects.requireNonNull(best, "a row of " + file));
  }

  /** Pillow's pixels. */
  private record Expected(int width, int height, byte[] rgb) {

    static Expected of(Path picture) throws IOException {
      byte[] packed = Files.readAllBytes(pixels(picture));
      try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
        byte[] head = in.readNBytes(4);
        return new Expected(
            ByteBuffer.wrap(head).getShort(0),
            ByteBuffer.wrap(head).getShort(2),
            in.readAllBytes());
      }
    }

    byte[] decoded(byte[] encoded, InputRule rule) throws BadImageException {
      ImageSettings own = new ImageSettings(width, height, 3, false, Fit.STRETCH);
      return new ImageDecoder(own, rule, LIMIT).decode(encoded);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pictures")
  void everyKindIsReadAsPillowReadsIt(String name, Path file, Row row) throws Exception {
    Expected expected = Expected.of(file);
    byte[] encoded = Files.readAllBytes(file);
    byte[] kept = encoded.clone();
    var image = new ImageLoader(LIMIT, Orientation.APPLY).load(encoded);
    assertThat(List.of(image.getWidth(), image.getHeight()))
        .containsExactly(expected.width(), expected.height());

    for (InputRule rule : List.of(InputRule.UNIT, InputRule.UNIT_PILLOW)) {
      byte[] pixels = expected.decoded(encoded, rule);

      int most = 0;
      long sum = 0;
      for (int i = 0; i < pixels.length; i++) {
        int difference = Math.abs((pixels[i] & 0xff) - (expected.rgb()[i] & 0xff));
        most = Math.max(most, difference);
        sum += difference;
      }
      double mean = (double) sum / pixels.length;
      if (Boolean.getBoolean("kinds.print")) {
        System.out.printf(
            Locale.ROOT, "%-28s largest %3d  mean %.2f  (%s)%n", name, most, mean, row.kind());
      }
      assertThat(most).as("largest difference").isLessThanOrEqualTo(row.most());
      assertThat(mean).as("mean difference").isLessThanOrEqualTo(row.mean());
    }
    assertThat(encoded).as("the caller's bytes").isEqualTo(kept);
  }

  @Test
  void everyRowHasPictures() throws Exception {
    assertThat(pictures().map(picture -> picture.get()[2]).distinct().toList())
        .containsExactlyInAnyOrderElementsOf(ROWS);
  }

  static Stream<Arguments> refused() throws IOException {
    return named("refused-").map(file -> Arguments.of(name(file), file));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void whatWouldBeReadWrongIsRefused(String name, Path file) throws Exception {
    byte[] encoded = Files.readAllBytes(file);

    assertThatThrownBy(() -> new ImageLoader(LIMIT, Orientation.APPLY).load(encoded))
        .isInstanceOfSatisfying(
            BadImageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE))
        .hasMessageContaining(
            name.startsWith("refused-raw")
                ? "It is a raw photograph"
                : name.startsWith("refused-webp")
                    ? "It is an animated WebP whose alpha channel is not compressed"
                    : "It is a TIFF with")
        .hasMessageContaining("e.g. by ");
  }

  @Test
  void orientationCanBeIgnored() throws Exception {
    Path stored = folder().resolve("jpeg-exif-1.jpg");
    Expected expected = Expected.of(stored);
    ImageSettings ignored =
        new ImageSettings(
            expected.width(),
            expected.height(),
            3,
            false,
            Fit.STRETCH,
            0,
            Orientation.IGNORE,
            Colour.WHITE);
    for (int i = 2; i <= 8; i++) {
      byte[] turned = Files.readAllBytes(folder().resolve("jpeg-exif-" + i + ".jpg"));

      assertThat(new ImageDecoder(ignored, InputRule.UNIT, LIMIT).decode(turned))
          .isEqualTo(expected.rgb());
    }
  }

  @Test
  void transparencyLiesOverTheColourOfTheSettings() throws Exception {
    byte[] encoded = Files.readAllBytes(folder().resolve("png-palette-1-clear.png"));
    ImageSettings form = new ImageSettings(32, 16, 3, false, Fit.STRETCH);
    ImageSettings coloured =
        new ImageSettings(
            32, 16, 3, false, Fit.STRETCH, 0, Orientation.AUTO, new Colour(10, 200, 30));

    byte[] white = new ImageDecoder(form, InputRule.UNIT, LIMIT).decode(encoded);
    byte[] green = new ImageDecoder(coloured, InputRule.UNIT, LIMIT).decode(encoded);

    int clear = 0;
    for (int i = 0; i < white.length; i += 3) {
      if (white[i] == -1 && white[i + 1] == -1 && white[i + 2] == -1) {
        clear++;
        assertThat(new byte[] {green[i], green[i + 1], green[i + 2]})
            .containsExactly(10, (byte) 200, 30);
      }
    }
    assertThat(clear).isPositive();
  }
}
