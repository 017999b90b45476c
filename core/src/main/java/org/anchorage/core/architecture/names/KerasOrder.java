/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture.names;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts layers by class, as {@code .weights.h5} of Keras 3 names them: {@code conv2d}, {@code
 * conv2d_1}, and so on. Not thread-safe.
 */
final class KerasOrder {

  private final Map<String, Integer> seen = new HashMap<>();

  /** Returns the name of the next layer of a class. */
  String next(String type) {
    int before = seen.merge(type, 1, Integer::sum) - 1;
    return before == 0 ? type : type + "_" + before;
  }
}
