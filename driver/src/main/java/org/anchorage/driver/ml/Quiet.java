/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.ml;

import org.anchorage.driver.progress.Progress;

/** Shows no progress: a notebook or a pipeline shows Spark's own. */
final class Quiet implements Progress {

  static final Progress.Factory STAGES = (stage, total, unit) -> new Quiet();

  private Quiet() {}

  @Override
  public void step(long done) {
    // Nobody looks.
  }

  @Override
  public void note(String note) {
    // Nobody looks.
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
