/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.mining.hard.MinedNegatives;
import org.anchorage.mining.hard.MiningTally;
import org.anchorage.mining.hard.Rejection;

/**
 * What was mined of a block of anchors, as a file: counts, anchors, rows, similarities of negatives
 * and of positives, rows of positives, and a CRC32C of all that at its end. It lies in a run while
 * the pass lasts.
 *
 * @param anchors places among the mined vectors
 * @param negatives asked for, of each anchor
 * @param rows anchors x negatives, row-major: places among the mined vectors; -1 where there are
 *     fewer
 * @param similarities anchors x negatives: cosine to the anchor; NaN where there are fewer
 * @param positives of each anchor the place of its nearest positive; -1 if it is alone in its class
 * @param tally of the block, with the similarities of positives
 */
record MinedBlock(
    int[] anchors,
    int negatives,
    int[] rows,
    float[] similarities,
    int[] positives,
    MiningTally tally) {

  /** The characters ANCHMINE. */
  private static final long MAGIC = 0x454e494d_48434e41L;

  static MinedBlock of(int[] anchors, MinedNegatives mined) {
    return new MinedBlock(
        anchors,
        mined.negatives(),
        mined.rows(),
        mined.similarities(),
        mined.positives(),
        mined.tally());
  }

  /** Returns the similarity of each anchor to its nearest positive; NaN if it has none. */
  float[] positiveSimilarities() {
    float[] all = new float[anchors.length];
    int next = 0;
    for (int i = 0; i < all.length; i++) {
      all[i] = positives[i] < 0 ? Float.NaN : tally.positives()[next++];
    }
    return all;
  }

  /** Returns the tally without any similarities, which grow with the images. */
  MiningTally counts() {
    return new MiningTally(
        tally.anchors(),
        tally.withoutPositive(),
        tally.withTooFew(),
        tally.kept(),
        tally.rejected(),
        new float[0],
        new float[0]);
  }

  /** Returns the similarities of the negatives that were kept. */
  float[] keptSimilarities() {
    float[] kept = new float[similarities.length];
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] >= 0) {
        kept[count++] = similarities[i];
      }
    }
    return Arrays.copyOf(kept, count);
  }

  /** Returns the content of the file. */
  ByteBuffer file() {
    int similar = tally.positives().length;
    int size =
        Long.BYTES * (5 + Rejection.values().length)
            + Integer.BYTES * (3 + 2 * anchors.length + 2 * rows.length + similar + 1);
    ByteBuffer file = ByteBuffer.allocate(size);
    file.putLong(MAGIC).putInt(negatives).putInt(rows.length).putInt(similar);
    file.putLong(tally.anchors())
        .putLong(tally.withoutPositive())
        .putLong(tally.withTooFew())
        .putLong(tally.kept());
    for (Rejection reason : Rejection.values()) {
      file.putLong(tally.rejected().getOrDefault(reason, 0L));
    }
    for (int anchor : anchors) {
      file.putInt(anchor);
    }
    for (int row : rows) {
      file.putInt(row);
    }
    for (float similarity : similarities) {
      file.putFloat(similarity);
    }
    for (float positive : tally.positives()) {
      file.putFloat(positive);
    }
    for (int row : positives) {
      file.putInt(row);
    }
    file.putInt(checksum(file.duplicate().flip()));
    return file.flip();
  }

  /**
   * Reads the content of a file.
   *
   * @throws ArtifactException if it is not what was written
   */
  static MinedBlock read(ByteBuffer file, String name) {
    int end = file.limit() - Integer.BYTES;
    if (end < Long.BYTES
        || file.getLong(0) != MAGIC
        || file.getInt(end) != checksum(file.duplicate().limit(end))) {
      throw new ArtifactException(
          "The mined block " + name + " is damaged; delete it and mine again");
    }
    file.position(Long.BYTES);
    int negatives = file.getInt();
    int[] rows = new int[file.getInt()];
    float[] similar = new float[file.getInt()];
    long anchors = file.getLong();
    long withoutPositive = file.getLong();
    long withTooFew = file.getLong();
    long kept = file.getLong();
    Map<Rejection, Long> rejected = new EnumMap<>(Rejection.class);
    for (Rejection reason : Rejection.values()) {
      rejected.put(reason, file.getLong());
    }
    float[] similarities = new float[rows.length];
    int[] blockAnchors = new int[rows.length / negatives];
    for (int i = 0; i < blockAnchors.length; i++) {
      blockAnchors[i] = file.getInt();
    }
    for (int i = 0; i < rows.length; i++) {
      rows[i] = file.getInt();
    }
    for (int i = 0; i < rows.length; i++) {
      similarities[i] = file.getFloat();
    }
    for (int i = 0; i < similar.length; i++) {
      similar[i] = file.getFloat();
    }
    int[] positives = new int[blockAnchors.length];
    for (int i = 0; i < positives.length; i++) {
      positives[i] = file.getInt();
    }
    return new MinedBlock(
        blockAnchors,
        negatives,
        rows,
        similarities,
        positives,
        new MiningTally(
            anchors, withoutPositive, withTooFew, kept, rejected, similar, new float[0]));
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
