/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

/** Makes the watches of an executor's shares. */
@FunctionalInterface
public interface Watcher {

  /** For executors without the plugin: every share goes to its last step. */
  Watcher ABSENT = share -> Watch.NONE;

  /** Begins to watch over a share. */
  Watch watch(Share share);
}
