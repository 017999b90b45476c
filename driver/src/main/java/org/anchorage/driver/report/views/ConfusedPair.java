/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Two classes that are found for one another, with pictures. Immutable.
 *
 * @param one name of a class
 * @param other name of the other
 * @param otherForOne how many queries of {@code one} find {@code other} first
 * @param oneForOther how many queries of {@code other} find {@code one} first
 * @param examples queries, each with what it found first; the nearest first
 */
public record ConfusedPair(
    String one, String other, int otherForOne, int oneForOther, List<Answer> examples) {

  /** Examples of a pair. */
  private static final int EXAMPLES = 4;

  public ConfusedPair {
    examples = List.copyOf(examples);
  }

  /** Returns the rows of the pictures that a pair needs. */
  static IntStream rows(LookedAt looked, FirstFound first, Confusion pair) {
    return pair.misses().stream()
        .limit(EXAMPLES)
        .flatMapToInt(query -> IntStream.of(asked(looked, query), found(looked, first, query)));
  }

  static ConfusedPair of(
      LookedAt looked, FirstFound first, Confusion pair, IntFunction<String> name, Shots shots) {
    List<Answer> examples = new ArrayList<>();
    pair.misses().stream()
        .limit(EXAMPLES)
        .forEach(
            query ->
                examples.add(
                    new Answer(
                        shots.at(asked(looked, query)),
                        List.of(
                            new Answer.Hit(
                                shots.at(found(looked, first, query)),
                                Math.sqrt(first.wrongDistance()[query]),
                                1)),
                        null)));
    return new ConfusedPair(
        name.apply(pair.one()),
        name.apply(pair.other()),
        pair.otherForOne(),
        pair.oneForOther(),
        examples);
  }

  private static int asked(LookedAt looked, int query) {
    return looked.rows()[looked.queries()[query]];
  }

  private static int found(LookedAt looked, FirstFound first, int query) {
    return looked.rows()[looked.gallery()[first.wrong()[query]]];
  }
}
