/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Images that belong to anchors, before and after their ids are known. All images are places among
 * the mined vectors. A link of rank {@link #OWN} leads from an anchor to itself, and one of rank
 * {@link #POSITIVE} to its nearest positive, so that their ids are found as those of negatives are.
 * Takes 16 bytes a link, and the ids.
 *
 * @param anchors where links start
 * @param ranks of the negatives, {@link #OWN} or {@link #POSITIVE}
 * @param places where links end
 * @param similarities of both ends
 * @param ids of the places; null until they are known
 */
record Links(int[] anchors, int[] ranks, int[] places, float[] similarities, @Nullable String[] ids)
    implements Serializable {

  /** The rank of a link from an anchor to itself. */
  static final int OWN = -1;

  /** The rank of a link to the nearest positive. */
  static final int POSITIVE = -2;

  private static Links ofSize(int count) {
    return new Links(
        new int[count], new int[count], new int[count], new float[count], new String[count]);
  }

  /** Returns the links of a block: a negative's, and two more for each anchor that has any. */
  static Links of(MinedBlock mined) {
    int most = mined.negatives();
    Links links = ofSize(mined.rows().length + 2 * mined.anchors().length);
    float[] positives = mined.positiveSimilarities();
    int count = 0;
    for (int i = 0; i < mined.rows().length; i++) {
      if (mined.rows()[i] >= 0) {
        int anchor = mined.anchors()[i / most];
        if (count == 0 || links.anchors[count - 1] != anchor) {
          int positive = mined.positives()[i / most];
          links.put(count++, anchor, POSITIVE, positive, positives[i / most]);
          links.put(count++, anchor, OWN, anchor, 1);
        }
        links.put(count++, anchor, i % most, mined.rows()[i], mined.similarities()[i]);
      }
    }
    return links.first(count);
  }

  private void put(int at, int anchor, int rank, int place, float similarity) {
    anchors[at] = anchor;
    ranks[at] = rank;
    places[at] = place;
    similarities[at] = similarity;
  }

  private Links first(int count) {
    return new Links(
        Arrays.copyOf(anchors, count),
        Arrays.copyOf(ranks, count),
        Arrays.copyOf(places, count),
        Arrays.copyOf(similarities, count),
        Arrays.copyOf(ids, count));
  }

  int size() {
    return anchors.length;
  }

  /** Joins several. */
  static Links join(Iterator<Links> parts) {
    List<Links> all = new ArrayList<>();
    parts.forEachRemaining(all::add);
    if (all.size() == 1) {
      return all.get(0);
    }
    Links joined = ofSize(all.stream().mapToInt(Links::size).reduce(0, Math::addExact));
    int at = 0;
    for (Links part : all) {
      int size = part.size();
      System.arraycopy(part.anchors, 0, joined.anchors, at, size);
      System.arraycopy(part.ranks, 0, joined.ranks, at, size);
      System.arraycopy(part.places, 0, joined.places, at, size);
      System.arraycopy(part.similarities, 0, joined.similarities, at, size);
      System.arraycopy(part.ids, 0, joined.ids, at, size);
      at += size;
    }
    return joined;
  }

  /**
   * Divides links into parts, each in the order of these.
   *
   * @param keys anchors or places
   * @param keysAPart keys of a part, which are neighbours
   */
  Links[] split(int[] keys, int keysAPart, int parts) {
    if (parts == 1) {
      return new Links[] {this};
    }
    int[] sizes = new int[parts];
    for (int key : keys) {
      sizes[key / keysAPart]++;
    }
    Links[] split = IntStream.of(sizes).mapToObj(Links::ofSize).toArray(Links[]::new);
    int[] next = new int[parts];
    for (int i = 0; i < size(); i++) {
      int part = keys[i] / keysAPart;
      int at = next[part]++;
      split[part].put(at, anchors[i], ranks[i], places[i], similarities[i]);
      split[part].ids[at] = ids[i];
    }
    return split;
  }

  /** Returns the links' numbers in the order of anchors, and of ranks for each anchor. */
  int[] inOrder() {
    return order(anchors, ranks);
  }

  /**
   * Returns numbers from 0 in the order of their first keys, and of the second among equal ones.
   */
  static int[] order(int[] first, int[] second) {
    return sorted(sorted(IntStream.range(0, first.length).toArray(), second), first);
  }

  /** Sorts numbers by their keys; those with one key stay in their order. */
  private static int[] sorted(int[] numbers, int[] keys) {
    int lowest = IntStream.of(keys).min().orElse(0);
    int highest = IntStream.of(keys).max().orElse(0);
    int[] next = new int[highest - lowest + 2];
    for (int key : keys) {
      next[key - lowest + 1]++;
    }
    Arrays.parallelPrefix(next, Integer::sum);
    int[] sorted = new int[numbers.length];
    for (int number : numbers) {
      sorted[next[keys[number] - lowest]++] = number;
    }
    return sorted;
  }
}
