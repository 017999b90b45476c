/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.Arrays;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * A mined table as a table of ids, without a corpus. Its negatives are checked when it is opened,
 * and stay on executors. Immutable and thread-safe.
 */
public final class IdTable {

  private final SparkSession session;
  private final Path location;
  private final Manifest manifest;

  private IdTable(SparkSession session, Path location, Manifest manifest) {
    this.session = session;
    this.location = location;
    this.manifest = manifest;
  }

  /**
   * Opens a table.
   *
   * @throws ArtifactException if there is none, a file of it is damaged, or it has no positives
   */
  public static IdTable open(SparkSession session, Path location) {
    Manifest manifest =
        new Artifacts(session.sparkContext().hadoopConfiguration())
            .verify(
                location,
                MinedStore.KIND,
                MinedStore.FORMAT,
                name -> name.startsWith(MinedStore.NEGATIVES + "/"));
    IdTable table = new IdTable(session, location, manifest);
    if (!Arrays.asList(table.read().columns()).contains(NegativesTable.POSITIVE)) {
      throw new ArtifactException(
          "The mined table at "
              + location
              + " has no positives, because an earlier version wrote it; mine it again with"
              + " ./anchorage mine --run RUN, and export that");
    }
    return table;
  }

  private Dataset<Row> read() {
    return session.read().parquet(new Path(location, MinedStore.NEGATIVES).toString());
  }

  /** Returns where it lies. */
  public Path location() {
    return location;
  }

  /**
   * Returns a row for each negative: {@code anchor}, {@code rank} (from 0), {@code negative},
   * {@code similarity}, {@code positive} (the anchor's nearest), {@code positive_similarity}.
   */
  public Dataset<Row> rows() {
    return read();
  }

  /** Returns how many negatives an anchor has at most. Runs a job. */
  public int mostNegatives() {
    Row most = rows().agg(functions.max("rank")).first();
    return most.isNullAt(0) ? 0 : most.getInt(0) + 1;
  }

  /** Returns the images that were mined. */
  public long images() {
    return manifest.counts().getOrDefault(MinedStore.ANCHORS, 0L);
  }

  /** Returns the images that are alone in their class: they have neither positive nor negatives. */
  public long alone() {
    return manifest.counts().getOrDefault(MinedStore.ALONE, 0L);
  }

  /** Returns the number of the pass that wrote it, from 0; 0 if it does not say. */
  long pass() {
    return manifest.counts().getOrDefault(MinedStore.PASS, 0L);
  }

  /** Returns how many negatives it has. */
  long negatives() {
    return manifest.counts().getOrDefault(MinedStore.NEGATIVES, 0L);
  }

  /** Returns a setting that it was mined with, as it is written; null if it does not say. */
  @Nullable String setting(String key) {
    return manifest.settings().get(key);
  }

  /** Returns what it was mined from: a corpus, or vectors. */
  public Manifest.Parent corpus() {
    return manifest.parents().get(0);
  }

  /** Returns the table as a parent of what is made from it. */
  public Manifest.Parent parent() {
    return new Manifest.Parent(MinedStore.KIND, location.toString(), manifest.fingerprint());
  }
}
