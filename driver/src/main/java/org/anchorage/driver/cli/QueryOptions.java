/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.QueryTerms;
import org.anchorage.driver.index.QueryVector;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Option;

/**
 * What is searched by: {@code --image}, {@code --id}, {@code --vector}, several of them, with
 * weights, and {@code --not}.
 */
final class QueryOptions {

  private static final String WEIGHT = " (or FILE@WEIGHT, e.g. query.jpg@0.5)";

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "An image on any filesystem" + WEIGHT + ".")
  List<String> images = new ArrayList<>();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "An item of the index: more like this. It is no result itself (or ID@WEIGHT).")
  List<String> ids = new ArrayList<>();

  @Option(
      names = "--vector",
      paramLabel = "FILE",
      description = "A text of numbers with commas or spaces between" + WEIGHT + ".")
  List<String> vectors = new ArrayList<>();

  @Option(
      names = "--not",
      paramLabel = "ID|FILE",
      description =
          "Not like this: an item of the index, or else an image. Weight -0.5, or as @WEIGHT says.")
  List<String> nots = new ArrayList<>();

  @Option(
      names = "--text",
      paramLabel = "WORDS",
      description = "Words, for an index that has vectors of words. No index has them yet.")
  List<String> texts = new ArrayList<>();

  /** What is asked by, with its weight. */
  private record Weighted(String name, double weight) {

    /** A name may hold an @ itself: only a number behind the last one is a weight. */
    static Weighted of(String written, double usual) {
      int at = written.lastIndexOf('@');
      if (at > 0) {
        try {
          return new Weighted(
              written.substring(0, at), Double.parseDouble(written.substring(at + 1)));
        } catch (NumberFormatException e) {
          return new Weighted(written, usual);
        }
      }
      return new Weighted(written, usual);
    }
  }

  /** Returns whether anything is named. */
  boolean isAny() {
    return !(images.isEmpty()
        && ids.isEmpty()
        && vectors.isEmpty()
        && nots.isEmpty()
        && texts.isEmpty());
  }

  /**
   * Refuses a search by nothing.
   *
   * @throws ConfigurationException if nothing is named that results are like
   */
  void requireAny() {
    if (images.isEmpty() && ids.isEmpty() && vectors.isEmpty() && texts.isEmpty()) {
      throw new ConfigurationException(
          "--image",
          "",
          "name what to search by: --image FILE, --id ID or --vector FILE; or many by --queries URI");
    }
  }

  /** Returns whether an image is searched by, so that the network is needed. */
  boolean embeds() {
    return !images.isEmpty();
  }

  /** Returns the query. */
  QueryVector of(Index index, Configuration hadoop) throws IOException {
    QueryTerms terms = new QueryTerms(index);
    for (String written : images) {
      Weighted image = Weighted.of(written, 1);
      terms.image(read(image.name(), "--image", "the query image", hadoop), image.weight());
    }
    for (String written : ids) {
      Weighted id =
          index.item(written).isPresent() ? new Weighted(written, 1) : Weighted.of(written, 1);
      terms.id(id.name(), id.weight());
    }
    for (String written : vectors) {
      Weighted vector = Weighted.of(written, 1);
      terms.vector(numbers(vector.name(), hadoop), vector.weight());
    }
    for (String written : texts) {
      throw new ConfigurationException(
          "--text",
          written,
          "the index at "
              + index.location()
              + " has no vectors of words; search it by --image, --id or --vector");
    }
    for (String written : nots) {
      Weighted not =
          index.item(written).isPresent() ? new Weighted(written, 0.5) : Weighted.of(written, 0.5);
      double weight = -Math.abs(not.weight());
      if (index.item(not.name()).isPresent()) {
        terms.id(not.name(), weight);
      } else {
        terms.image(read(not.name(), "--not", "the image", hadoop), weight);
      }
    }
    return terms.query();
  }

  private static byte[] read(String file, String option, String what, Configuration hadoop)
      throws IOException {
    Path path = new Path(file);
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IOException(
          "Cannot read %s %s: %s; give %s a file".formatted(what, file, e.getMessage(), option), e);
    }
  }

  private static float[] numbers(String file, Configuration hadoop) throws IOException {
    String text =
        new String(read(file, "--vector", "the vector", hadoop), StandardCharsets.UTF_8).strip();
    String[] words = text.replaceAll("[\\[\\]]", " ").strip().split("[,;\\s]+", -1);
    float[] numbers = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      try {
        numbers[i] = Float.parseFloat(words[i]);
      } catch (NumberFormatException e) {
        throw new ConfigurationException(
            "--vector",
            file,
            "'" + words[i] + "' is not a number; write numbers with commas or spaces between");
      }
    }
    return numbers;
  }

  /** Adds what was asked by to a result. */
  void describe(Map<String, Object> result) {
    if (images.size() == 1) {
      result.put("image", images.get(0));
    } else {
      result.put("images", images);
    }
    result.put("ids", ids);
    result.put("vectors", vectors);
    result.put("not", nots);
  }
}
