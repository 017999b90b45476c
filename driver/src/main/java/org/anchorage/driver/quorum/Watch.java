/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

import org.anchorage.worker.round.EarlyEnd;

/** Watches over a share while it runs; to be closed when it is over, whichever way. */
public interface Watch extends EarlyEnd, AutoCloseable {

  /** Of a share that goes to its last step and tells nobody. */
  Watch NONE =
      new Watch() {
        @Override
        public boolean isAfter(int steps) {
          return false;
        }

        @Override
        public void ended(int taken) {}

        @Override
        public void close() {}
      };

  /** Tells the driver how many steps were taken; does not wait for it. */
  void ended(int taken);

  @Override
  void close();
}
