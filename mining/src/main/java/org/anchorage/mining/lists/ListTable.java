/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.util.Arrays;

/**
 * Which vectors each list holds. A vector's place is its number when vectors lie list by list. 8
 * bytes a vector and 8 a list. Immutable.
 *
 * @param starts lists + 1 places: a list's vectors lie from its start (included) to the next; none
 *     is empty
 * @param rows row of the vector at each place, ascending within a list
 * @param places place of each row
 * @param firstBlocks lists + 1 numbers: the first block of each list
 */
record ListTable(int[] starts, int[] rows, int[] places, int[] firstBlocks) {

  /**
   * Makes the table.
   *
   * @throws IllegalArgumentException if the starts do not ascend from 0 to the number of rows, or
   *     the rows are not those from 0, each once
   */
  static ListTable of(int[] starts, int[] rows) {
    int lists = starts.length - 1;
    int[] firstBlocks = new int[starts.length];
    require(lists > 0 && starts[0] == 0 && starts[lists] == rows.length, "starts");
    for (int list = 0; list < lists; list++) {
      int size = starts[list + 1] - starts[list];
      require(size > 0 && starts[list + 1] <= rows.length, "starts");
      firstBlocks[list + 1] = firstBlocks[list] + (size - 1) / Tile.VECTORS + 1;
    }
    int[] places = new int[rows.length];
    Arrays.fill(places, -1);
    for (int place = 0; place < rows.length; place++) {
      int row = rows[place];
      require(row >= 0 && row < rows.length && places[row] < 0, "rows");
      places[row] = place;
    }
    return new ListTable(starts, rows, places, firstBlocks);
  }

  private static void require(boolean right, String what) {
    if (!right) {
      throw new IllegalArgumentException("The " + what + " of the lists make no sense");
    }
  }

  int lists() {
    return starts.length - 1;
  }

  int size(int list) {
    return starts[list + 1] - starts[list];
  }

  int blocks() {
    return firstBlocks[lists()];
  }

  /** Returns the list that holds a place. */
  int listOf(int place) {
    int at = Arrays.binarySearch(starts, place);
    return at >= 0 ? at : -at - 2;
  }

  /** Returns the block of a place in a list. */
  int block(int list, int place) {
    return firstBlocks[list] + (place - starts[list]) / Tile.VECTORS;
  }

  /** Returns the place's number in its block. */
  int lane(int list, int place) {
    return (place - starts[list]) % Tile.VECTORS;
  }
}
