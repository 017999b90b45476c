/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.QueryTerms;
import org.anchorage.driver.index.VectorRule;
import org.apache.hadoop.conf.Configuration;

/** Makes a query out of words: names of files and items, each with its weight. */
final class AskedTerms {

  private static final double NOT = 0.5;

  private final Index index;
  private final Configuration hadoop;
  private final QueryFiles files;
  private final QueryTerms terms;
  private final List<String> notes = new ArrayList<>();
  private boolean isLikeSomething;

  AskedTerms(Index index, Configuration hadoop) {
    this.index = index;
    this.hadoop = hadoop;
    this.files = new QueryFiles(hadoop);
    this.terms = new QueryTerms(index);
  }

  void image(String written) throws IOException {
    Weighted image = like(Weighted.of("--image", written, 1, files::exists));
    byte[] bytes = files.read(image, "--image", "the query image");
    named(image, () -> terms.image(bytes, image.weight()));
  }

  void id(String written) {
    Weighted id = like(Weighted.of("--id", written, 1, this::isItem));
    try {
      QueryTerms unused = terms.id(id.name(), id.weight());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + id.hint(), e);
    }
  }

  void vector(String written) throws IOException {
    Weighted vector = like(Weighted.of("--vector", written, 1, files::exists));
    float[] numbers = files.numbers(vector);
    named(vector, () -> terms.vector(fitting(vector, numbers), vector.weight()));
  }

  /** An item of the index, or else an image. */
  void not(String written) throws IOException {
    Weighted not = Weighted.of("--not", written, NOT, name -> isItem(name) || files.exists(name));
    double weight = -Math.abs(not.weight());
    if (isItem(not.name())) {
      QueryTerms unused = terms.id(not.name(), weight);
    } else if (files.exists(not.name())) {
      byte[] bytes = files.read(not, "--not", "the image");
      named(not, () -> terms.image(bytes, weight));
    } else {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The index at %s has no item '%s', and there is no such file; give --not an id or an"
                  + " image%s",
              index.location(),
              not.name(),
              not.hint()));
    }
  }

  /**
   * Returns the query.
   *
   * @throws WrongUse if there is nothing that results are like
   */
  AskedQuery query() {
    if (!isLikeSomething) {
      throw new WrongUse(
          "A search needs at least one query that results are like; give one a positive weight");
    }
    return new AskedQuery(terms.query(), notes);
  }

  private boolean isItem(String name) {
    return index.item(name).isPresent();
  }

  private Weighted like(Weighted term) {
    isLikeSomething |= term.weight() > 0;
    return term;
  }

  /** A vector is scaled to the length of the network's: distances and thresholds are of these. */
  private float[] fitting(Weighted named, float[] numbers) {
    if (numbers.length != index.dim()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "it has %s, and the vectors of the index at %s have %d; embed it with the index's"
                  + " own network",
              Count.of(numbers.length, "number"),
              index.location(),
              index.dim()));
    }
    VectorRule rule = VectorRule.of(index.location(), hadoop);
    float[] scaled = rule.scaled(numbers);
    rule.complaint(numbers)
        .ifPresent(
            why ->
                notes.add(
                    String.format(
                        Locale.ROOT,
                        "The vector %s %s; it was scaled to that",
                        named.name(),
                        why)));
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
}
