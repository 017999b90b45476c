/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers names in the order in which they come. Not thread-safe. */
final class NameNumbers {

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  /** Returns the number of a name, which is the next one if the name is new. */
  int of(String name) {
    int next = names.size();
    int number = numbers.computeIfAbsent(name, absent -> next);
    if (number == next) {
      names.add(name);
    }
    return number;
  }

  /** Returns the numbers of some names. */
  int[] of(List<String> some) {
    return some.stream().mapToInt(this::of).toArray();
  }

  /** Returns the names by number. */
  List<String> names() {
    return names;
  }
}
