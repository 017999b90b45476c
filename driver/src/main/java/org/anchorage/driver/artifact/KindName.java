/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.util.Map;

/**
 * What messages call a kind of artifact. A manifest names a kind by one word, and that word alone
 * is not always one that can be counted. Stateless and thread-safe.
 */
final class KindName {

  private static final Map<String, String> NAMES =
      Map.of(
          "mined", "mined table",
          "vectors", "set of vectors",
          "tuples", "export of a mined table",
          "export", "exported network",
          "network", "saved network",
          "start", "copy of a run's first weights");

  private KindName() {}

  /** Returns the name, without an article: {@code mined table}. */
  static String of(String kind) {
    return NAMES.getOrDefault(kind, kind);
  }

  /** Returns the name with its article: {@code an index}. */
  static String one(String kind) {
    String name = of(kind);
    return ("aeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
  }
}
