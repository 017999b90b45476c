/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.ImportSettings;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.progress.Progress;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Imports the images at a URI, and shows progress. */
public final class ImportStage {

  private final SparkSession session;
  private final ImportSettings settings;
  private final Seed seed;
  private final Progress.Factory progress;
  private final @Nullable BatchSettings batch;
  private final @Nullable ImportPage page;

  /**
   * Creates the stage.
   *
   * @param seed that chooses the classes held out by {@code import.test-classes}
   */
  public ImportStage(
      SparkSession session, ImportSettings settings, Seed seed, Progress.Factory progress) {
    this(session, settings, seed, progress, null, null);
  }

  private ImportStage(
      SparkSession session,
      ImportSettings settings,
      Seed seed,
      Progress.Factory progress,
      @Nullable BatchSettings batch,
      @Nullable ImportPage page) {
    this.session = session;
    this.settings = settings;
    this.seed = seed;
    this.progress = progress;
    this.batch = batch;
    this.page = page;
  }

  /** Returns a stage that says how much of the corpus an epoch of such batches shows. */
  public ImportStage advising(BatchSettings batches) {
    return new ImportStage(session, settings, seed, progress, batches, page);
  }

  /** Returns a stage that puts a page into the corpus. */
  public ImportStage showing(ImportPage made) {
    return new ImportStage(session, settings, seed, progress, batch, made);
  }

  /**
   * Imports.
   *
   * @param from URI of the images, a pattern of several files, {@code spark-table:NAME}, or {@code
   *     strokes:...} to draw them
   * @param format layout of the images
   * @param to where the corpus is written
   * @param when what happens if a corpus is there already
   * @throws ImportException if there are no images, or too many bad ones
   */
  public ImportReport run(String from, SourceFormat format, String to, WhenExists when) {
    return new Importer(session, settings, seed, progress)
        .advising(batch)
        .showing(page)
        .run(open(from, format), new Path(to), when);
  }

  private Source open(String from, SourceFormat format) {
    if (StrokeSource.names(from)) {
      return StrokeSource.of(from);
    }
    if (TableSource.names(from)) {
      return TableSource.table(from, settings.columns());
    }
    return format.open(
        new Path(from), session.sparkContext().hadoopConfiguration(), settings.columns());
  }
}
