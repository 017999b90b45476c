/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import org.anchorage.core.config.ImportSettings;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.progress.Progress;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Imports the images at a URI, and shows progress. */
public final class ImportStage {

  private final SparkSession session;
  private final ImportSettings settings;
  private final Seed seed;
  private final Progress.Factory progress;

  /**
   * Creates the stage.
   *
   * @param seed that chooses the classes held out by {@code import.test-classes}
   */
  public ImportStage(
      SparkSession session, ImportSettings settings, Seed seed, Progress.Factory progress) {
    this.session = session;
    this.settings = settings;
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * Imports.
   *
   * @param from URI of the images, or {@code strokes:...} to draw them
   * @param format layout of the images
   * @param to where the corpus is written
   * @param when what happens if a corpus is there already
   * @throws ImportException if there are no images, or too many bad ones
   */
  public ImportReport run(String from, SourceFormat format, String to, WhenExists when) {
    try (Source source = new HeldOutSource(open(from, format), settings.testClasses(), seed);
        Progress bar = progress.start("import", source.estimatedCount(), "images")) {
      return new Importer(session, settings).run(source, new Path(to), when, bar::step);
    } catch (IOException e) {
      throw new ImportException("Cannot finish reading " + from + ": " + e.getMessage(), e);
    }
  }

  private Source open(String from, SourceFormat format) {
    return StrokeSource.names(from)
        ? StrokeSource.of(from)
        : format.open(new Path(from), session.sparkContext().hadoopConfiguration());
  }
}
