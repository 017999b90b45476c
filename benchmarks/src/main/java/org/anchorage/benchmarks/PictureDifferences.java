/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.ImageSettings.Fit;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageDecoder;

/**
 * Compares decoded pictures with Pillow's pixels, as {@code benchmarks/peers/pictures.py} and the
 * tests' {@code kinds/make.py} keep them:
 *
 * <pre>
 * PictureDifferences DIRECTORY
 * </pre>
 *
 * It prints a line a kind: the part of a file's name before its number.
 */
public final class PictureDifferences {

  private static final long LIMIT = 100_000_000;

  private PictureDifferences() {}

  /** The differences of one kind, in levels of 255. */
  private static final class Kind {
    private final List<Double> means = new ArrayList<>();
    private int largest;
    private int refused;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    Map<String, Kind> kinds = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(arguments[0]))) {
      files = all.filter(file -> !file.toString().endsWith(".rgb")).sorted().toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString().replaceFirst("[.][a-z]+$", "");
      Path pixels = file.resolveSibling(name + ".rgb");
      if (Files.exists(pixels)) {
        compare(
            file,
            pixels,
            kinds.computeIfAbsent(name.replaceFirst("-\\d{4}$", ""), k -> new Kind()));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-20s %8s %8s %8s %8s %8s%n",
        "kind",
        "pictures",
        "refused",
        "median",
        "worst",
        "largest");
    kinds.forEach(PictureDifferences::print);
  }

  private static void print(String name, Kind kind) {
    Collections.sort(kind.means);
    int read = kind.means.size();
    System.out.printf(
        Locale.ROOT,
        "%-20s %8d %8d %8.2f %8.2f %8d%n",
        name,
        read + kind.refused,
        kind.refused,
        read == 0 ? 0 : kind.means.get(read / 2),
        read == 0 ? 0 : kind.means.get(read - 1),
        kind.largest);
  }

  private static void compare(Path file, Path pixels, Kind kind) throws IOException {
    byte[] expected;
    int width;
    int height;
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(Files.readAllBytes(pixels)))) {
      ByteBuffer head = ByteBuffer.wrap(in.readNBytes(4));
      width = head.getShort();
      height = head.getShort();
      expected = in.readAllBytes();
    }
    byte[] decoded;
    try {
      ImageSettings own = new ImageSettings(width, height, 3, false, Fit.STRETCH);
      decoded =
          new ImageDecoder(own, InputRule.UNIT_PILLOW, LIMIT).decode(Files.readAllBytes(file));
    } catch (BadImageException e) {
      kind.refused++;
      return;
    }
    long sum = 0;
    for (int i = 0; i < decoded.length; i++) {
      int difference = Math.abs((decoded[i] & 0xff) - (expected[i] & 0xff));
      kind.largest = Math.max(kind.largest, difference);
      sum += difference;
    }
    kind.means.add((double) sum / decoded.length);
  }
}
