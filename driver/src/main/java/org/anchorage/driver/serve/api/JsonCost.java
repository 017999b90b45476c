/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.nio.charset.StandardCharsets;
import org.anchorage.driver.serve.http.Refusal;
import org.anchorage.driver.serve.http.RequestMemory;

/**
 * Estimates the memory of what is read out of a JSON text before it is read. Many small values take
 * far more memory than their text: {@code {},} is three bytes, and an object of some 80. Stateless.
 */
final class JsonCost {

  /** About what 3 million numbers take, or half a million objects. */
  static final long MOST = 48L << 20;

  private static final int OBJECT = 64;

  /** A text has two of them. */
  private static final int QUOTE = 32;

  private static final int NEXT = 16;

  private JsonCost() {}

  /**
   * Takes the memory of a text and of what it says.
   *
   * @throws Refusal if it has too many values, is not UTF-8, or there is no memory
   */
  static void take(byte[] json, RequestMemory memory) {
    long cost = of(json);
    if (cost > MOST) {
      throw Refusal.of("bad_json", "The JSON has too many values; send fewer at once");
    }
    memory.take(json.length + cost);
  }

  /** Takes the memory of a text and of what it says. */
  static void take(String json, RequestMemory memory) {
    take(json.getBytes(StandardCharsets.UTF_8), memory);
  }

  /**
   * Returns about how many bytes the values of a text take, without the characters themselves.
   *
   * @throws Refusal if it is UTF-16 or UTF-32, which has other bytes for the same signs
   */
  static long of(byte[] json) {
    long cost = 0;
    boolean text = false;
    for (int i = 0; i < json.length; i++) {
      switch (json[i]) {
        case 0 -> throw Utf8.broken("The JSON", json, i);
        case '\\' -> i++;
        case '"' -> {
          text = !text;
          cost += QUOTE;
        }
        case '{', '[' -> cost += text ? 0 : OBJECT;
        case ',' -> cost += text ? 0 : NEXT;
        default -> {}
      }
    }
    return cost;
  }
}
