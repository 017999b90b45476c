/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import org.anchorage.core.config.ImportSettings;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.progress.Progress;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Imports what a URI names, showing how far it has come. */
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
   * @param from where the images lie, or {@code strokes:...} to have them drawn
   * @param format how they lie there
   * @param to where the corpus is written
   * @param when what becomes of one that lies there already
   * @throws ImportException if there is nothing to import, or too much of it is bad
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
