/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

/** Begins to watch over shares. */
@FunctionalInterface
public interface Watcher {

  /** Of an executor without the plugin: every share goes to its last step. */
  Watcher ABSENT = share -> Watch.NONE;

  /** Watches over a share that begins. */
  Watch watch(Share share);
}
