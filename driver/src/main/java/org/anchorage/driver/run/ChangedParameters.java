/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network as executors need it that have the run's start: the parameters that differ from it, in
 * blocks. They are found by comparing bits, so they do not depend on what the settings say is
 * trained. Do not change the arrays.
 *
 * @param length parameters of the network
 * @param blocks numbers of the blocks that differ, ascending; null if there is no start
 * @param values of these blocks, one after another; without a start the whole network
 */
public record ChangedParameters(int length, int @Nullable [] blocks, float[] values)
    implements Serializable {

  /** Parameters in a block. */
  private static final int BLOCK = 4096;

  /**
   * Returns what of a network differs from a start.
   *
   * @param start null if the run has none; may be longer than the network
   * @param network kept if there is no start, else copied
   */
  public static ChangedParameters of(float @Nullable [] start, float[] network) {
    if (start == null) {
      return new ChangedParameters(network.length, null, network);
    }
    int[] blocks =
        IntStream.range(0, (network.length + BLOCK - 1) / BLOCK)
            .filter(block -> differs(start, network, block))
            .toArray();
    float[] values = new float[IntStream.of(blocks).map(b -> size(network.length, b)).sum()];
    int at = 0;
    for (int block : blocks) {
      int size = size(network.length, block);
      System.arraycopy(network, block * BLOCK, values, at, size);
      at += size;
    }
    return new ChangedParameters(network.length, blocks, values);
  }

  private static boolean differs(float[] start, float[] network, int block) {
    int from = block * BLOCK;
    int to = from + size(network.length, block);
    return to > start.length || Arrays.mismatch(start, from, to, network, from, to) >= 0;
  }

  private static int size(int length, int block) {
    return Math.min(BLOCK, length - block * BLOCK);
  }

  /**
   * Returns the whole network.
   *
   * @param start that the network was compared with
   */
  public float[] over(float @Nullable [] start) {
    int[] changed = blocks;
    if (start == null || changed == null) {
      return values;
    }
    float[] network = Arrays.copyOf(start, length);
    int at = 0;
    for (int block : changed) {
      int size = size(length, block);
      System.arraycopy(values, at, network, block * BLOCK, size);
      at += size;
    }
    return network;
  }
}
