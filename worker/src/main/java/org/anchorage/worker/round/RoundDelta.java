/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.round;

import java.io.Serializable;

/**
 * What one worker brings back from a round: how far the parameters moved, and the work behind it.
 *
 * <p>A movement is sent as the difference of the bit patterns of end and start: four bytes a
 * parameter, most of them zero for a compressor, and exact. A difference of floats would not be:
 * {@code start + (end - start)} need not be {@code end}, and one worker through Spark must give bit
 * for bit what a plain loop gives.
 *
 * @param worker who worked
 * @param moved bits of the end minus bits of the start, for each parameter
 * @param optimiserState the optimiser's moments at the end; empty where they do not travel
 * @param work what was done; its examples are the weight in the average
 */
public record RoundDelta(int worker, int[] moved, float[] optimiserState, RoundWork work)
    implements Serializable {

  /** Returns the delta between two parameter vectors. */
  static RoundDelta between(
      int worker, float[] start, float[] end, float[] optimiserState, RoundWork work) {
    int[] moved = new int[start.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = Float.floatToRawIntBits(end[i]) - Float.floatToRawIntBits(start[i]);
    }
    return new RoundDelta(worker, moved, optimiserState, work);
  }

  /** Returns a parameter at the end of the round, given the same parameter at its start. */
  float end(int index, float start) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(start) + moved[index]);
  }
}
