/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture.names;

import java.util.List;

/**
 * A tensor that a backbone needs from a file.
 *
 * @param unit that it belongs to
 * @param role what it is
 * @param names under which files have it; exports write the first
 * @param shape in the file
 */
public record Wanted(Unit unit, Role role, List<String> names, List<Integer> shape) {

  public Wanted {
    names = List.copyOf(names);
    shape = List.copyOf(shape);
  }

  /** Returns the name that exports write, and messages call it by. */
  public String name() {
    return names.get(0);
  }
}
