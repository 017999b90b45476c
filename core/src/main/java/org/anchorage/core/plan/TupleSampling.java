/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.seed.Seed;

/**
 * Batches of P tuples of a list. Every tuple comes once an epoch, in an order that differs between
 * epochs, dealt round the workers. The last batches are topped up from the start of the same order.
 * Mined tables are ignored.
 */
final class TupleSampling implements Sampling {

  private final FixedTuples tuples;
  private final int perBatch;
  private final int workers;
  private final int batches;
  private final Seed seed;

  TupleSampling(FixedTuples tuples, BatchSettings batch, int workers, Seed seed) {
    if (tuples.count() < batch.classes()) {
      throw new ConfigurationException(
          BatchSettings.CLASSES,
          batch.classes(),
          "the list has only "
              + tuples.count()
              + " tuples, and a batch takes each once; lower it, or list more");
    }
    this.tuples = tuples;
    this.perBatch = batch.classes();
    this.workers = workers;
    this.batches = Math.toIntExact((tuples.count() - 1L) / ((long) perBatch * workers) + 1);
    this.seed = seed;
  }

  @Override
  public List<List<Batch>> batches(int epoch, Affinity affinity) {
    int[] order = new int[tuples.count()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    seed.derive("epoch").derive(epoch).shuffle(order);
    List<List<Batch>> plan = new ArrayList<>(workers);
    for (int worker = 0; worker < workers; worker++) {
      List<Batch> own = new ArrayList<>(batches);
      for (int b = 0; b < batches; b++) {
        own.add(batch(order, ((long) b * workers + worker) * perBatch));
      }
      plan.add(own);
    }
    return plan;
  }

  private Batch batch(int[] order, long from) {
    int images = tuples.images();
    int[] rows = new int[perBatch * images];
    for (int i = 0; i < perBatch; i++) {
      int tuple = order[(int) ((from + i) % order.length)];
      System.arraycopy(tuples.rows(), tuple * images, rows, i * images, images);
    }
    return new Batch(rows);
  }
}
