/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.progress;

/**
 * How far one stage has come. Closing it shows how it ended: complete if all was done, stopped if
 * not.
 *
 * <p>Implementations are thread-safe.
 */
public interface Progress extends AutoCloseable {

  /** The total of a stage that does not know in advance how much there is to do. */
  long UNKNOWN = -1;

  /** Sets how much is done in all so far, in the stage's unit. */
  void step(long done);

  /** Sets a note to show beside the figures, e.g. {@code loss 0.123 active 45%}. */
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
