/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.util.Collection;
import java.util.List;

/** The prefix that wrappers of a network put before every name, such as {@code module.}. */
final class SharedPrefix {

  private static final List<String> PREFIXES =
      List.of("module.", "_orig_mod.", "model.", "backbone.", "encoder.");

  private SharedPrefix() {}

  /** Returns how many characters of each name are such prefixes, one after another. */
  static int length(Collection<String> names) {
    int length = 0;
    for (int next = next(names, 0); next > 0; next = next(names, length)) {
      length += next;
    }
    return length;
  }

  private static int next(Collection<String> names, int at) {
    if (names.isEmpty()) {
      return 0;
    }
    for (String prefix : PREFIXES) {
      if (names.stream()
          .allMatch(n -> n.startsWith(prefix, at) && n.length() > at + prefix.length())) {
        return prefix.length();
      }
    }
    return 0;
  }
}
