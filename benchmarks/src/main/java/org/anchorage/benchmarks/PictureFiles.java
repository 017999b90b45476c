/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.anchorage.core.config.ImageSettings.Orientation;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageLoader;

/**
 * Draws pictures for {@code benchmarks/import}, and decodes them in one thread:
 *
 * <pre>
 * PictureFiles draw DIRECTORY COUNT SIDE    JPEGs, in folders of 100
 * PictureFiles decode DIRECTORY             prints images per second
 * </pre>
 */
public final class PictureFiles {

  private static final int IMAGES_A_CLASS = 100;
  private static final int SHAPES = 60;
  private static final int WARM_UP = 500;
  private static final int MOST_DECODED = 5000;

  private PictureFiles() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, BadImageException {
    Path directory = Path.of(arguments[1]);
    if (arguments[0].equals("decode")) {
      decode(directory);
      return;
    }
    int side = Integer.parseInt(arguments[3]);
    IntStream.range(0, Integer.parseInt(arguments[2]))
        .parallel()
        .forEach(number -> draw(directory, number, side));
  }

  private static void draw(Path directory, int number, int side) {
    String name =
        String.format(Locale.ROOT, "class-%05d/%07d.jpg", number / IMAGES_A_CLASS, number);
    Path file = directory.resolve(name);
    try {
      Files.createDirectories(directory.resolve(name.substring(0, name.indexOf('/'))));
      ImageIO.write(picture(new SplittableRandom(number), side), "jpg", file.toFile());
    } catch (IOException e) {
      throw new IllegalStateException("Cannot write " + file + "; make room there", e);
    }
  }

  /** Many small shapes: JPEG keeps about a bit and a half of each pixel, as of photographs. */
  private static BufferedImage picture(SplittableRandom random, int side) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < SHAPES; i++) {
      graphics.setColor(new Color(random.nextInt(1 << 24)));
      graphics.fillOval(
          random.nextInt(side) - side / 8,
          random.nextInt(side) - side / 8,
          1 + random.nextInt(side / 2),
          1 + random.nextInt(side / 2));
    }
    graphics.dispose();
    return image;
  }

  private static void decode(Path directory) throws IOException, BadImageException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).sorted().limit(MOST_DECODED).toList();
    }
    ImageLoader loader = new ImageLoader(100_000_000, Orientation.AUTO);
    for (Path file : files.subList(0, Math.min(WARM_UP, files.size()))) {
      loader.load(Files.readAllBytes(file));
    }
    long began = System.nanoTime();
    for (Path file : files) {
      loader.load(Files.readAllBytes(file));
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        Locale.ROOT, "decoding alone, one thread: %.0f images/s%n", files.size() / seconds);
  }
}
