/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.corpus.ItemFacts;
import org.apache.spark.sql.Row;

/**
 * Numbers the values that rows have, by the first row of each. Parts number their values in any
 * order. Not thread-safe.
 */
final class NumberedValues {

  private final NameNumbers known = new NameNumbers();
  private final int[] rows;
  private final int[] numbers;

  /** Begins with no value for any of the rows, ascending. */
  NumberedValues(int[] rows) {
    this.rows = rows;
    this.numbers = new int[rows.length];
    Arrays.fill(numbers, -1);
  }

  /**
   * Values of some rows.
   *
   * @param names the distinct values
   * @param rows with a value
   * @param numbers of their values
   */
  record Part(List<String> names, int[] rows, int[] numbers) implements Serializable {

    /** Takes columns row and value. */
    static Part of(Iterator<Row> found) {
      NameNumbers values = new NameNumbers();
      IntStream.Builder rows = IntStream.builder();
      IntStream.Builder numbers = IntStream.builder();
      while (found.hasNext()) {
        Row next = found.next();
        rows.add(next.getInt(0));
        numbers.add(values.of(next.getString(1)));
      }
      return new Part(values.names(), rows.build().toArray(), numbers.build().toArray());
    }
  }

  void add(Part part) {
    int[] numberOf = known.of(part.names());
    for (int i = 0; i < part.rows().length; i++) {
      numbers[Arrays.binarySearch(rows, part.rows()[i])] = numberOf[part.numbers()[i]];
    }
  }

  /** Returns the values in the order of the first row that has each. */
  ItemFacts.Values inOrder() {
    int[] placeOf = new int[known.names().size()];
    Arrays.fill(placeOf, -1);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      int number = numbers[i];
      if (number >= 0 && placeOf[number] < 0) {
        placeOf[number] = names.size();
        names.add(known.names().get(number));
      }
      numbers[i] = number < 0 ? -1 : placeOf[number];
    }
    return new ItemFacts.Values(names, numbers);
  }
}
