/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.anchorage.core.seed.Seed;

/**
 * How many tickets each class gives to an epoch, and to which worker. Ticket j of class c goes to
 * worker (first_c + j x stride) mod W: stride 0 gives a class to one worker, 1 deals it round.
 *
 * @param batches of each worker; over the quota's only if whole classes would not fit
 * @param counts n_c: tickets of each class, at least its quota; their sum is P x batches x W
 * @param first worker of each class's first ticket
 * @param stride 0 or 1
 */
record Deal(int batches, int[] counts, int[] first, int stride) {

  /** Deals every class's tickets round all workers. */
  static Deal round(Quota quota, int perBatch, int workers, Seed seed) {
    int steps = Math.multiplyExact(quota.batches(), workers);
    int[] counts = quota.needs().clone();
    int[] order = new int[counts.length];
    for (int c = 0; c < counts.length; c++) {
      counts[c] = Math.max(counts[c], steps * quota.repeats());
      order[c] = c;
    }
    seed.shuffle(order);
    fill(order, counts, steps * (quota.repeats() + 1), Math.multiplyExact(steps, perBatch));
    int[] first = new int[counts.length];
    long dealt = 0;
    for (int c : order) {
      first[c] = (int) (dealt % workers);
      dealt += counts[c];
    }
    return new Deal(quota.batches(), counts, first, 1);
  }

  /**
   * Deals whole classes, largest groups first, each to the worker with the fewest tickets so far.
   * Every worker gets at least as many classes as a batch has, because there must be at least W x
   * P.
   */
  static Deal exclusive(Quota quota, List<int[]> groups, int perBatch, int workers, Seed seed) {
    int[] needs = quota.needs();
    Hands hands = new Hands(workers, perBatch, needs.length);
    int[] first = new int[needs.length];
    long capacity = (long) perBatch * quota.batches();
    List<int[]> largestFirst =
        groups.stream()
            .sorted(
                Comparator.comparingLong(
                    (int[] group) -> -Arrays.stream(group).mapToLong(c -> needs[c]).sum()))
            .toList();
    for (int[] group : largestFirst) {
      int together = hands.lightest();
      for (int c : group) {
        boolean fits = hands.mayTake(together) && hands.tickets[together] + needs[c] <= capacity;
        first[c] = fits ? together : hands.lightest();
        hands.take(first[c], needs[c]);
      }
    }
    long most = Arrays.stream(hands.tickets).max().orElseThrow();
    int batches = Math.toIntExact(Math.max(quota.batches(), (most - 1) / perBatch + 1));

    int[] counts = needs.clone();
    int[][] dealt = hands.classes(first);
    for (int worker = 0; worker < workers; worker++) {
      seed.derive(worker).shuffle(dealt[worker]);
      fill(dealt[worker], counts, batches, Math.multiplyExact(batches, perBatch));
    }
    return new Deal(batches, counts, first, 0);
  }

  /**
   * Adds tickets of the classes in turn, up to {@code most} each, until their sum is {@code
   * wanted}.
   */
  private static void fill(int[] order, int[] counts, int most, int wanted) {
    long sum = 0;
    for (int c : order) {
      sum += counts[c];
    }
    while (sum < wanted) {
      for (int c : order) {
        if (sum < wanted && counts[c] < most) {
          counts[c]++;
          sum++;
        }
      }
    }
  }

  /** The tickets and classes that workers hold while classes are dealt. */
  private static final class Hands {
    private final long[] tickets;
    private final int[] held;
    private final int perBatch;
    private int undealt;
    private int owed;

    Hands(int workers, int perBatch, int classes) {
      this.perBatch = perBatch;
      tickets = new long[workers];
      held = new int[workers];
      undealt = classes;
      owed = workers * perBatch;
    }

    /** Returns whether, after this worker took a class, enough are left to fill all batches. */
    boolean mayTake(int worker) {
      return held[worker] < perBatch || undealt > owed;
    }

    /** Returns the worker with the fewest tickets among those that may take a class. */
    int lightest() {
      int lightest = -1;
      for (int worker = 0; worker < held.length; worker++) {
        if (mayTake(worker) && (lightest < 0 || tickets[worker] < tickets[lightest])) {
          lightest = worker;
        }
      }
      return lightest;
    }

    void take(int worker, int count) {
      owed -= held[worker] < perBatch ? 1 : 0;
      held[worker]++;
      tickets[worker] += count;
      undealt--;
    }

    int[][] classes(int[] owners) {
      int[][] classes = new int[held.length][];
      Arrays.setAll(classes, worker -> new int[held[worker]]);
      int[] next = new int[held.length];
      for (int c = 0; c < owners.length; c++) {
        classes[owners[c]][next[owners[c]]++] = c;
      }
      return classes;
    }
  }
}
