/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import org.anchorage.core.config.BatchSettings;

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
   * very large class cannot show all its images in one epoch: the epoch is then shortened to what
   * the other classes fill without being repeated, and the large class goes on in the next epoch.
   */
  static Quota of(TrainClasses classes, BatchSettings batch, int workers) {
    int count = classes.count();
    int repeats = count < batch.classes() ? batch.classes() / count : 0;
    int distinct = batch.classes() - repeats * count;
    boolean exclusive = count >= (long) workers * batch.classes();
    long perClass = (exclusive ? 1L : workers) * (repeats + (distinct > 0 ? 1 : 0));
    long perStep = (long) workers * batch.classes();

    int[] tickets = new int[count];
    long total = 0;
    for (int c = 0; c < count; c++) {
      tickets[c] = (classes.size(c) - 1) / batch.images() + 1;
      total += tickets[c];
    }
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

  private static long needed(int[] tickets, long most, long least) {
    long sum = 0;
    for (int count : tickets) {
      sum += Math.max(least, Math.min(count, most));
    }
    return sum;
  }
}
