/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;

/**
 * Puts one worker's tickets into complete batches of distinct classes.
 *
 * <p>The turns of each class's tickets are spread evenly over the epoch, each at random within its
 * share. The class whose turn comes starts a group. The group grows by the companions of its
 * tickets, as long as they are free and of classes not yet in the batch. Then the next class takes
 * its turn. A class with as many tickets left as there are batches left must be in each of them, so
 * a place is kept for it. No class starts with more, so no batch is ever short: the tickets left
 * are always P times the batches left, and no class has more tickets than batches left.
 *
 * <p>Not thread-safe; builds once.
 */
final class BatchBuilder implements Companions.Visitor {

  /** A class's next place in the epoch: a time between 0 and 1. */
  private record Turn(double time, int classIndex, int left) implements Comparable<Turn> {
    @Override
    public int compareTo(Turn other) {
      int byTime = Double.compare(time, other.time);
      return byTime != 0 ? byTime : Integer.compare(classIndex, other.classIndex);
    }
  }

  private final Tickets tickets;
  private final Companions companions;
  private final int worker;
  private final int workers;
  private final Deal deal;
  private final Quota quota;
  private final int perBatch;
  private final SplittableRandom random;

  private final boolean[] used;
  private final int[] next;
  private final int[] total;
  private final int[] left;
  private final int[] classesWithLeft;
  private final int[] batchOf;
  private final PriorityQueue<Turn> turns = new PriorityQueue<>();
  private final List<Integer> pressing = new ArrayList<>();

  private int batchesLeft;
  private int waiting;
  private final int[] batch;
  private int size;
  private final int[] group;
  private int grouped;

  BatchBuilder(
      Tickets tickets,
      Companions companions,
      Deal deal,
      Quota quota,
      int perBatch,
      int groupSize,
      int worker,
      int workers,
      Seed seed) {
    this.tickets = tickets;
    this.companions = companions;
    this.deal = deal;
    this.quota = quota;
    this.perBatch = perBatch;
    this.worker = worker;
    this.workers = workers;
    random = seed.generator();
    used = new boolean[tickets.count()];
    next = new int[tickets.classCount()];
    total = new int[tickets.classCount()];
    left = new int[tickets.classCount()];
    batchOf = new int[tickets.classCount()];
    classesWithLeft = new int[deal.batches() + 1];
    batch = new int[perBatch];
    group = new int[groupSize];
  }

  /** Returns the worker's batches, in the order of training. */
  List<Batch> build() {
    for (int c = 0; c < next.length; c++) {
      int end = tickets.first(c + 1);
      int offset = Math.floorMod(worker - deal.first()[c], workers);
      next[c] = tickets.first(c) + offset;
      if (deal.stride() == 0 && offset > 0) {
        next[c] = end;
      }
      int own = next[c] < end ? (end - next[c] - 1) / step() + 1 : 0;
      total[c] = own - deal.batches() * quota.repeats();
      left[c] = total[c];
      classesWithLeft[left[c]]++;
      queue(c);
    }
    List<Batch> batches = new ArrayList<>(deal.batches());
    for (batchesLeft = deal.batches(); batchesLeft > 0; batchesLeft--) {
      batches.add(one());
    }
    return batches;
  }

  private Batch one() {
    size = 0;
    for (int repeat = 0; repeat < quota.repeats(); repeat++) {
      for (int c = 0; c < next.length; c++) {
        batch[size++] = claim(c);
      }
    }
    int fixed = size;
    findPressing();
    for (int c : pressing) {
      if (batchOf[c] != batchesLeft) {
        grow(c);
      }
    }
    while (size < perBatch) {
      grow(earliest());
    }
    for (int i = fixed; i < size; i++) {
      queue(tickets.classOf(batch[i]));
    }
    return new Batch(
        Arrays.stream(batch).flatMap(ticket -> Arrays.stream(tickets.rows(ticket))).toArray());
  }

  /** Finds the classes that must be in every batch that is left. A class once found stays so. */
  private void findPressing() {
    if (classesWithLeft[batchesLeft] > pressing.size()) {
      pressing.clear();
      for (int c = 0; c < left.length; c++) {
        if (left[c] == batchesLeft) {
          pressing.add(c);
        }
      }
    }
    waiting = pressing.size();
  }

  private void grow(int first) {
    grouped = 0;
    join(first, claim(first));
    for (int head = 0; head < grouped && grouped < group.length && size < perBatch; head++) {
      companions.visit(group[head], this);
    }
  }

  @Override
  public boolean meet(int c, int wanted) {
    boolean free = left[c] > 0 && batchOf[c] != batchesLeft;
    boolean room = perBatch - size > waiting || left[c] == batchesLeft;
    if (free && room) {
      if (wanted == Companions.ANY) {
        join(c, claim(c));
      } else if (!used[wanted] && isOwn(wanted)) {
        used[wanted] = true;
        join(c, wanted);
      }
    }
    return grouped < group.length && size < perBatch;
  }

  private void join(int c, int ticket) {
    waiting -= left[c] == batchesLeft ? 1 : 0;
    classesWithLeft[left[c]]--;
    left[c]--;
    classesWithLeft[left[c]]++;
    batchOf[c] = batchesLeft;
    batch[size++] = ticket;
    group[grouped++] = ticket;
  }

  /** Takes the next free ticket of a class. */
  private int claim(int c) {
    while (used[next[c]]) {
      next[c] += step();
    }
    used[next[c]] = true;
    return next[c];
  }

  private int step() {
    return deal.stride() == 0 ? 1 : workers;
  }

  private boolean isOwn(int ticket) {
    int c = tickets.classOf(ticket);
    long turn = (long) (ticket - tickets.first(c)) * deal.stride() + deal.first()[c];
    return turn % workers == worker;
  }

  private void queue(int c) {
    if (left[c] > 0) {
      double time = (total[c] - left[c] + random.nextDouble()) / total[c];
      turns.add(new Turn(time, c, left[c]));
    }
  }

  /** Takes the class whose turn it is; turns that were taken early are skipped. */
  private int earliest() {
    while (true) {
      Turn turn = turns.remove();
      if (turn.left() == left[turn.classIndex()]) {
        return turn.classIndex();
      }
    }
  }
}
