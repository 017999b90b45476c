/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.QueryTerms;
import org.anchorage.driver.index.QueryVector;
import org.anchorage.driver.index.VectorRule;
import org.apache.hadoop.conf.Configuration;
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

  /**
   * What is searched by.
   *
   * @param query of the index
   * @param notes what was done to it, in sentences
   */
  record Asked(QueryVector query, List<String> notes) {}

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
   * @throws WrongUse if nothing is named that results are like
   */
  void requireAny() {
    if (images.isEmpty() && ids.isEmpty() && vectors.isEmpty() && texts.isEmpty()) {
      throw new WrongUse(
          "Nothing to search by; give --image FILE, --id ID or --vector FILE, or many by --queries"
              + " URI");
    }
  }

  /** Returns whether an image is searched by, so that the network is needed. */
  boolean embeds() {
    return !images.isEmpty();
  }

  /**
   * Returns the query.
   *
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if it is no image, or no vector of the index
   */
  Asked of(Index index, Configuration hadoop) throws IOException {
    refuseWords(index);
    QueryFiles files = new QueryFiles(hadoop);
    QueryTerms terms = new QueryTerms(index);
    List<String> notes = new ArrayList<>();
    boolean any = false;
    for (String written : images) {
      Weighted image = Weighted.of("--image", written, 1, files::exists);
      any |= image.weight() > 0;
      byte[] bytes = files.read(image, "--image", "the query image");
      named(image, () -> terms.image(bytes, image.weight()));
    }
    for (String written : ids) {
      Weighted id = Weighted.of("--id", written, 1, name -> index.item(name).isPresent());
      any |= id.weight() > 0;
      hinted(id, () -> terms.id(id.name(), id.weight()));
    }
    for (String written : vectors) {
      Weighted vector = Weighted.of("--vector", written, 1, files::exists);
      any |= vector.weight() > 0;
      float[] numbers = files.numbers(vector);
      named(
          vector,
          () -> terms.vector(fitting(vector, numbers, index, hadoop, notes), vector.weight()));
    }
    for (String written : nots) {
      Weighted not =
          Weighted.of(
              "--not", written, 0.5, name -> index.item(name).isPresent() || files.exists(name));
      double weight = -Math.abs(not.weight());
      if (index.item(not.name()).isPresent()) {
        terms.id(not.name(), weight);
      } else if (files.exists(not.name())) {
        byte[] bytes = files.read(not, "--not", "the image");
        named(not, () -> terms.image(bytes, weight));
      } else {
        throw new IllegalArgumentException(
            "The index at %s has no item '%s', and there is no such file; give --not an id or an image%s"
                .formatted(index.location(), not.name(), not.hint()));
      }
    }
    if (!any) {
      throw new WrongUse(
          "A search needs at least one query that results are like; give one a positive weight");
    }
    return new Asked(terms.query(), notes);
  }

  private void refuseWords(Index index) {
    for (String written : texts) {
      throw new ConfigurationException(
          "--text",
          written,
          "the index at "
              + index.location()
              + " has no vectors of words; search it by --image, --id or --vector");
    }
  }

  /** A vector is scaled to the length of the network's: distances and thresholds are of these. */
  private static float[] fitting(
      Weighted named, float[] numbers, Index index, Configuration hadoop, List<String> notes) {
    if (numbers.length != index.dim()) {
      throw new IllegalArgumentException(
          "it has %s, and the vectors of the index at %s have %d; embed it with the index's own network"
              .formatted(Count.of(numbers.length, "number"), index.location(), index.dim()));
    }
    VectorRule rule = VectorRule.of(index.location(), hadoop);
    float[] scaled = rule.scaled(numbers);
    rule.complaint(numbers)
        .ifPresent(
            why ->
                notes.add("The vector %s %s; it was scaled to that".formatted(named.name(), why)));
    return scaled;
  }

  /** Tells which file was refused. */
  private static void named(Weighted file, Supplier<QueryTerms> added) {
    try {
      QueryTerms unused = added.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot search by " + file.name() + ": " + e.getMessage(), e);
    }
  }

  private static void hinted(Weighted id, Supplier<QueryTerms> added) {
    try {
      QueryTerms unused = added.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + id.hint(), e);
    }
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
