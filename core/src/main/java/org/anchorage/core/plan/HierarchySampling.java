/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.seed.Seed;

/**
 * Batches of S super-classes with P / S classes each. A <em>block</em> is a small batch, P / S
 * tickets of distinct classes of one super-class.
 *
 * <p>Class sampling is used twice. Each super-class has an endless stream of blocks: pass after
 * pass over its classes, each pass planned as an epoch of these classes alone. An epoch takes the
 * next blocks of each super-class, as many as show all its images once. It puts them into batches
 * as class sampling does with tickets: a block stands for a ticket, S for P, a super-class for a
 * class.
 */
final class HierarchySampling implements Sampling {

  private final SuperClasses superClasses;
  private final List<ClassSampling> streams = new ArrayList<>();
  private final int perBatch;
  private final int workers;
  private final Quota quota;
  private final Seed seed;

  HierarchySampling(
      SuperClasses superClasses, BatchSettings batch, int group, int workers, Seed seed) {
    this.perBatch = batch.hierarchy().superClasses();
    this.workers = workers;
    this.seed = seed;
    this.superClasses = superClasses;
    for (int s = 0; s < superClasses.count(); s++) {
      Seed own = seed.derive("super-class").derive(superClasses.name(s));
      int classes = batch.classes() / perBatch;
      streams.add(
          new ClassSampling(superClasses.classes(s), classes, batch.images(), group, 1, 0, own));
    }
    int[] blocks = streams.stream().mapToInt(ClassSampling::batchesPerWorker).toArray();
    this.quota = Quota.of(blocks, perBatch, workers);
  }

  @Override
  public List<List<Batch>> batches(int epoch, Affinity affinity) {
    Seed here = seed.derive("epoch").derive(epoch);
    Deal deal = deal(here);
    List<Affinity> known = superClasses.parts(affinity);
    List<int[][]> blocks = new ArrayList<>();
    for (int s = 0; s < streams.size(); s++) {
      long start = (long) epoch * quota.needs()[s];
      blocks.add(blocks(streams.get(s), start, deal.counts()[s], known.get(s)));
    }
    Tickets tickets = Tickets.of(blocks);
    List<List<Batch>> plan = new ArrayList<>(workers);
    for (int worker = 0; worker < workers; worker++) {
      Seed own = here.derive("batches").derive(worker);
      plan.add(
          new BatchBuilder(
                  tickets, Companions.none(), deal, quota, perBatch, 1, worker, workers, own)
              .build());
    }
    return plan;
  }

  private Deal deal(Seed here) {
    Seed fill = here.derive("fill");
    if (!quota.exclusive()) {
      return Deal.round(quota, perBatch, workers, fill);
    }
    int[] order = IntStream.range(0, streams.size()).toArray();
    here.derive("groups").shuffle(order);
    List<int[]> alone = IntStream.of(order).mapToObj(s -> new int[] {s}).toList();
    return Deal.exclusive(quota, alone, perBatch, workers, fill);
  }

  /** Returns {@code count} blocks of a super-class's stream, from {@code start} on. */
  private static int[][] blocks(ClassSampling stream, long start, int count, Affinity affinity) {
    int[][] blocks = new int[count][];
    List<Batch> pass = List.of();
    long drawn = -1;
    for (int i = 0; i < count; i++) {
      long position = start + i;
      if (position / stream.batchesPerWorker() != drawn) {
        drawn = position / stream.batchesPerWorker();
        pass = stream.batches(Math.toIntExact(drawn), affinity).get(0);
      }
      blocks[i] = pass.get((int) (position % stream.batchesPerWorker())).rows();
    }
    return blocks;
  }
}
