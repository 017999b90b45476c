/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

import org.anchorage.worker.round.EarlyEnd;

/** Watches over a running share. Close it when the share ends or fails. */
public interface Watch extends EarlyEnd, AutoCloseable {

  /** Lets a share go to its last step, and reports nothing. */
  Watch NONE =
      new Watch() {
        @Override
        public boolean isAfter(int steps) {
          return false;
        }

        @Override
        public void reportEnd(int taken) {}

        @Override
        public void close() {}
      };

  /** Reports to the driver how many steps were taken; does not wait for it. */
  void reportEnd(int taken);

  @Override
  void close();
}
