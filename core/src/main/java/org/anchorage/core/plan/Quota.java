/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.Arrays;

/**
 * How long an epoch is: its batches, and the tickets (K images of one class) each class needs so
 * that all its images are seen. The same in every epoch. Immutable.
 *
 * @param batches B: batches of each worker, at least 1
 * @param needs m_c: tickets of each class, at most what the batches have room for
 * @param repeats f: how often every class comes in every batch; 0 unless there are fewer classes
 *     than a batch has tickets
 * @param distinct tickets of a batch that remain to be given to distinct classes: P - f C
 * @param exclusive whether each class has a worker to itself
 */
record Quota(int batches, int[] needs, int repeats, int distinct, boolean exclusive) {

  /**
   * Works out the length of an epoch. A class may come only once (or f + 1 times) in a batch, so a
   * very large class cannot show all its images in one epoch. The epoch is then shortened to what
   * the other classes fill without repeats, and the large class goes on in the next epoch.
   *
   * @param all tickets that show all images of each class once
   * @param perBatch P
   */
  static Quota of(int[] all, int perBatch, int workers) {
    int count = all.length;
    int repeats = count < perBatch ? perBatch / count : 0;
    int distinct = perBatch - repeats * count;
    boolean exclusive = count >= (long) workers * perBatch;
    long perClass = (exclusive ? 1L : workers) * (repeats + (distinct > 0 ? 1 : 0));
    long perStep = (long) workers * perBatch;

    int[] tickets = all.clone();
    long total = Arrays.stream(tickets).asLongStream().sum();
    long batches = (total - 1) / perStep + 1;
    for (long before = 0; before != batches; ) {
      before = batches;
      batches = (needed(tickets, batches * perClass, 0) - 1) / perStep + 1;
    }
    while (repeats > 0
        && needed(tickets, batches * perClass, batches * workers * repeats) > batches * perStep) {
      batches++;
    }
    for (int c = 0; c < count; c++) {
      tickets[c] = (int) Math.min(tickets[c], batches * perClass);
    }
    return new Quota(Math.toIntExact(batches), tickets, repeats, distinct, exclusive);
  }

  /** Returns the same length of an epoch with other needs, none over {@link #most}. */
  Quota withNeeds(int[] others) {
    return new Quota(batches, others, repeats, distinct, exclusive);
  }

  /** Returns the most tickets of a class without repeats that an epoch has room for. */
  long most(int workers) {
    return exclusive ? batches : (long) batches * workers;
  }

  private static long needed(int[] tickets, long most, long least) {
    long sum = 0;
    for (int count : tickets) {
      sum += Math.max(least, Math.min(count, most));
    }
    return sum;
  }
}
