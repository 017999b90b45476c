/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.progress;

/**
 * How far one stage has come. Closing it says how it ended: complete where all was done, stopped
 * where not.
 *
 * <p>Implementations are thread-safe.
 */
public interface Progress extends AutoCloseable {

  /** The total of a stage that does not know beforehand how much there is to do. */
  long UNKNOWN = -1;

  /** Says how much is done so far, in the stage's unit; not how much more. */
  void step(long done);

  /** Says something to show beside the figures, e.g. {@code loss 0.123 active 45%}. */
  void note(String note);

  /** Shows the final state. A second call does nothing. */
  @Override
  void close();

  /** Makes the progress of stages, all in one style. Thread-safe. */
  @FunctionalInterface
  interface Factory {

    /**
     * Begins a stage.
     *
     * @param stage its name as people read it: {@code import}, {@code epoch 3}, {@code embed},
     *     {@code mine}
     * @param total how much there is to do, or {@link #UNKNOWN}
     * @param unit what is counted, in the plural, e.g. {@code images}
     */
    Progress start(String stage, long total, String unit);
  }
}
