/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.driver.imports.Bad;

/**
 * The ids that one addition was given, each with its place. An id that comes twice is a mistake of
 * whoever made the input: which of both is meant nobody can tell, so the second is left out and
 * both places are named. 16 bytes an id, and as many free. Ids are told apart by 64 bits of their
 * SHA-256. Not thread-safe.
 */
final class GivenIds {

  private static final int FIRST_ROOM = 1 << 10;

  private final String unit;
  private long[] hashes = new long[FIRST_ROOM];

  /** From 1; 0 where no id is. */
  private long[] places = new long[FIRST_ROOM];

  private int count;

  /**
   * Begins with none.
   *
   * @param unit of a place, in the singular: row
   */
  GivenIds(String unit) {
    this.unit = unit;
  }

  /**
   * Notes an id.
   *
   * @param place where it stands, from 1
   * @param bad takes an id that was given before, with both places
   * @return whether it was not
   */
  boolean isNew(String id, long place, Consumer<Bad> bad) {
    if (2 * count >= hashes.length) {
      grow();
    }
    long hash = hash(id);
    int at = slot(hash);
    if (places[at] == 0) {
      hashes[at] = hash;
      places[at] = place;
      count++;
      return true;
    }
    bad.accept(
        new Bad(
            id,
            Bad.Reason.DUPLICATE_ID,
            String.format(
                Locale.ROOT,
                "It is the id of %s %d and of %s %d; the first was taken. Give each its own",
                unit,
                places[at],
                unit,
                place)));
    return false;
  }

  /** Returns the slot of a hash, or the free one where it belongs. */
  private int slot(long hash) {
    int at = (int) hash & (hashes.length - 1);
    while (places[at] != 0 && hashes[at] != hash) {
      at = (at + 1) & (hashes.length - 1);
    }
    return at;
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldPlaces = places;
    hashes = new long[2 * oldHashes.length];
    places = new long[hashes.length];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldPlaces[i] != 0) {
        int at = slot(oldHashes[i]);
        hashes[at] = oldHashes[i];
        places[at] = oldPlaces[i];
      }
    }
  }

  private static long hash(String id) {
    var digest = Sha256.digest();
    digest.update(id.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest.digest()).getLong();
  }
}
