/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.NewItem;

/** Items to be added, each by its number. */
final class LogSamples {

  static final int DIM = 8;

  private LogSamples() {}

  static List<NewItem> items(int from, int to) {
    return IntStream.range(from, to).mapToObj(LogSamples::item).toList();
  }

  /** Items differ in what they have: a text, attributes, a picture. */
  static NewItem item(int number) {
    TreeMap<String, String> attributes = new TreeMap<>();
    if (number % 2 == 0) {
      attributes.put("colour", number % 4 == 0 ? "red" : "blue, \u00e9\u4e2d");
    }
    return new NewItem(
        new IndexedItem(
            "new-" + number,
            "c" + number % 3,
            number % 5 == 0 ? "test" : "train",
            attributes,
            number % 3 == 0 ? "text " + number : null),
        vector(number),
        number % 4 == 1 ? null : picture(number));
  }

  static byte[] picture(int number) {
    byte[] picture = new byte[1 + number % 7];
    java.util.Arrays.fill(picture, (byte) number);
    return picture;
  }

  static float[] vector(long number) {
    var random = new Seed(7).derive(number).generator();
    float[] vector = new float[DIM];
    double squared = 0;
    for (int i = 0; i < DIM; i++) {
      vector[i] = (float) (random.nextDouble() - 0.5);
      squared += (double) vector[i] * vector[i];
    }
    for (int i = 0; i < DIM; i++) {
      vector[i] = (float) (vector[i] / Math.sqrt(squared));
    }
    return vector;
  }
}
