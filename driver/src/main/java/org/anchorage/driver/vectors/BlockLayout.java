/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.vectors;

import java.io.Serializable;

/**
 * How rows are cut into blocks. All blocks have the same number of rows, but for the last.
 *
 * @param count rows in all
 * @param rowsABlock rows of a block, at least 1
 */
public record BlockLayout(int count, int rowsABlock) implements Serializable {

  private static final int BLOCKS = 64;
  private static final int MULTIPLE = 128;
  private static final int LEAST = 2048;
  private static final int MOST = 16384;

  public BlockLayout {
    if (count < 0 || rowsABlock < 1) {
      throw new IllegalArgumentException(
          count
              + " rows cannot be cut into blocks of "
              + rowsABlock
              + "; pass 0 or more, and at least 1");
    }
  }

  /**
   * Returns the cut of some rows, which depends on their number alone: about {@value #BLOCKS}
   * blocks, of {@value #LEAST} to {@value #MOST} rows.
   */
  public static BlockLayout of(int count) {
    int even = (count + BLOCKS - 1) / BLOCKS;
    int rows = (even + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
    return new BlockLayout(count, Math.max(LEAST, Math.min(MOST, rows)));
  }

  /** Returns how many blocks there are. */
  public int blocks() {
    return (int) (((long) count + rowsABlock - 1) / rowsABlock);
  }

  /** Returns the first row of a block. */
  public int first(int block) {
    return block * rowsABlock;
  }

  /** Returns the row after the last of a block. */
  public int end(int block) {
    return (int) Math.min(count, (block + 1L) * rowsABlock);
  }

  /** Returns how many rows a block has. */
  public int size(int block) {
    return end(block) - first(block);
  }

  /** Returns the block that holds a row. */
  public int blockOf(int row) {
    return row / rowsABlock;
  }
}
