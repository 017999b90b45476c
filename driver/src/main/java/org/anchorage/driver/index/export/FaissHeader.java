/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The beginning of a file of faiss with an {@code IndexFlatL2}, as {@code faiss.write_index} writes
 * it ({@code impl/index_write.cpp}; read by faiss 1.7.3). The floats follow, 4 bytes each,
 * little-endian, row by row.
 *
 * @param rows of the index
 * @param dim floats of a row
 */
record FaissHeader(long rows, int dim) {

  private static final String FLAT_L2 = "IxF2";

  /** Two numbers that faiss writes and does not read. */
  private static final long UNUSED = 1 << 20;

  private static final int EUCLIDEAN = 1;

  byte[] bytes() {
    int length = FLAT_L2.length() + 2 * Integer.BYTES + 4 * Long.BYTES + 1;
    return ByteBuffer.allocate(length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(FLAT_L2.getBytes(StandardCharsets.US_ASCII))
        .putInt(dim)
        .putLong(rows)
        .putLong(UNUSED)
        .putLong(UNUSED)
        .put((byte) 1) // it is trained
        .putInt(EUCLIDEAN)
        .putLong(rows * dim)
        .array();
  }
}
