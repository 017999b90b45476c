/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.function.Supplier;

/**
 * The words of a command cannot be right, whatever they are used on. The program exits with 2. What
 * files, indices and networks make impossible is a failure instead.
 */
final class WrongUse extends RuntimeException {

  WrongUse(String message) {
    super(message);
  }

  private WrongUse(IllegalArgumentException refused) {
    super(refused.getMessage(), refused);
  }

  /**
   * Makes something out of the words of a command alone.
   *
   * @throws WrongUse if it refuses them
   */
  static <R> R unless(Supplier<R> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new WrongUse(e);
    }
  }
}
