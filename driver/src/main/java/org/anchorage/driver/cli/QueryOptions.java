/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.index.Index;
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
   * @throws IllegalArgumentException if one is no image, or no vector of the index
   */
  AskedQuery of(Index index, Configuration hadoop) throws IOException {
    for (String written : texts) {
      throw new ConfigurationException(
          "--text",
          written,
          "the index at "
              + index.location()
              + " has no vectors of words; search it by --image, --id or --vector");
    }
    AskedTerms terms = new AskedTerms(index, hadoop);
    for (String written : images) {
      terms.image(written);
    }
    for (String written : ids) {
      terms.id(written);
    }
    for (String written : vectors) {
      terms.vector(written);
    }
    for (String written : nots) {
      terms.not(written);
    }
    return terms.query();
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
