/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.rounds;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.quorum.Share;
import org.anchorage.driver.quorum.Watch;
import org.anchorage.driver.quorum.Watcher;

/**
 * Holds workers between two steps until they have heard that they may end, and a file, if any, is
 * there: as slow as workers can be, whatever the machine.
 *
 * @param watcher whom they hear it from
 * @param held workers
 * @param until a file; empty for none
 */
record HeldWorkers(Watcher watcher, Set<Integer> held, String until) implements Watcher {

  /** Holds workers of shares that begin in this JVM from now on; the same ones if called again. */
  static void here(Set<Integer> held, String until) {
    Watcher now = ExecutorCache.watcher();
    if (!(now instanceof HeldWorkers)) {
      ExecutorCache.setWatcher(new HeldWorkers(now, held, until));
    }
  }

  @Override
  public Watch watch(Share share) {
    Watch watch = watcher.watch(share);
    return held.contains(share.worker()) ? new Held(watch, until) : watch;
  }

  private record Held(Watch watch, String until) implements Watch {

    @Override
    public boolean isAfter(int steps) {
      while (!watch.isAfter(steps) || !(until.isEmpty() || Files.exists(Path.of(until)))) {
        try {
          Thread.sleep(1);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while held", e);
        }
      }
      return true;
    }

    @Override
    public void reportEnd(int taken) {
      watch.reportEnd(taken);
    }

    @Override
    public void close() {
      watch.close();
    }
  }
}
