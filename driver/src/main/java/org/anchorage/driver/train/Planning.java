/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.plan.FixedTuples;
import org.anchorage.core.plan.Planner;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.driver.run.OpenRun;

/**
 * The planner of a run's epochs, and what it plans from.
 *
 * @param planner of the corpus and, with {@code batch.sampler = tuples}, of the list of tuples
 * @param parents the corpus and, if there is one, the list
 */
public record Planning(Planner planner, List<Manifest.Parent> parents) {

  /** The kind under which a manifest names a list of tuples. */
  public static final String TUPLES = "tuples";

  /**
   * Creates the planner that a run's settings ask for.
   *
   * @throws ConfigurationException if the corpus or the list cannot fill the batches asked for
   */
  static Planning of(OpenRun run) {
    Settings settings = run.settings();
    BatchSettings batch = settings.batch();
    int workers = settings.train().workers();
    Seed seed = new Seed(settings.seed());
    if (batch.sampler() != BatchSettings.Sampler.TUPLES) {
      return new Planning(
          Planner.of(
              run.catalogue(), run.corpus().facts(), batch, settings.mine().group(), workers, seed),
          List.of(run.parent()));
    }
    FixedTuples tuples =
        new TupleList(run.session(), batch.tuples())
            .read(
                listed ->
                    FixedTuples.of(
                        run.catalogue(),
                        run.corpus().facts(),
                        batch.tuples(),
                        batch.images(),
                        listed));
    return new Planning(
        Planner.of(tuples, batch, workers, seed),
        List.of(run.parent(), new Manifest.Parent(TUPLES, batch.tuples(), fingerprint(tuples))));
  }

  /** Returns a hash of the tuples, which does not depend on their order in the list. */
  private static String fingerprint(FixedTuples tuples) {
    MessageDigest digest = Sha256.digest();
    for (int row : tuples.rows()) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(row).array());
    }
    return Sha256.written(digest);
  }
}
