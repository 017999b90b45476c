/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.follow;

import java.util.concurrent.TimeUnit;

/** How a follower waits until it looks at its run again. */
@FunctionalInterface
public interface Pause {

  /** Waits. */
  void take();

  /** Returns a pause of some seconds. */
  static Pause ofSeconds(int seconds) {
    return () -> {
      try {
        TimeUnit.SECONDS.sleep(seconds);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while waiting for the next checkpoint", e);
      }
    };
  }
}
