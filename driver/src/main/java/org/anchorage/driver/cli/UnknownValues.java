/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.List;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.UnknownValue;

/** Tells which values of a filter no item has. */
final class UnknownValues {

  private UnknownValues() {}

  static List<UnknownValue> say(Index index, ItemFilter where, Output output) {
    List<UnknownValue> unknown = index.ofSnapshot(now -> UnknownValue.of(now, where));
    unknown.forEach(value -> output.say("%s", value.inWords()));
    return unknown;
  }
}
