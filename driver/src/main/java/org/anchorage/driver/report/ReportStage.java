/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Build;
import org.anchorage.driver.embed.EmbedStage;
import org.anchorage.driver.executor.Pixels;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.RunLog;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.vectors.VectorBlocks;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Writes the report of a run into its directory: its records, and views of its embedding. */
public final class ReportStage {

  private static final int QUERIES = 12;
  private static final int HITS = 5;

  /**
   * Most images behind the picture and the gallery: a report shows examples, and measures nothing.
   */
  private static final int LOOKED_AT = 20_000;

  private final SparkSession session;
  private final Progress.Factory progress;

  /** Creates the stage. */
  public ReportStage(SparkSession session, Progress.Factory progress) {
    this.session = session;
    this.progress = progress;
  }

  /**
   * Writes {@code report.html} of a run, replacing an older one.
   *
   * @param uri of the run
   * @return where the report lies
   * @throws ArtifactException if there is no such run, or it cannot be read or written
   */
  public String write(String uri) {
    return write(TrainedRun.open(session, uri), uri);
  }

  /**
   * Writes {@code report.html} of a run, with views of its embedding under other settings.
   *
   * @param uri of the run
   * @param settings to open the run with, e.g. another corpus
   * @return where the report lies
   * @throws ArtifactException if there is no such run, or it cannot be read or written
   */
  public String write(String uri, RunSettings settings) {
    return write(TrainedRun.open(session, uri, settings), uri);
  }

  private String write(TrainedRun opened, String uri) {
    try (TrainedRun run = opened) {
      Settings settings = run.open().settings();
      Seed seed = new Seed(settings.seed()).derive("report");
      int[] rows = lookedAt(run, seed);
      @Nullable Picture picture = null;
      List<GalleryRow> gallery = List.of();
      if (rows.length > 1) {
        VectorBlocks blocks =
            new EmbedStage(run.open().context(), progress)
                .embed("report", run.trained(), rows, run.directory().vectors("report"));
        Vectors vectors = blocks.whole();
        blocks.delete();
        Catalogue catalogue = run.open().catalogue();
        picture = Picture.of(vectors, catalogue.labels(rows), catalogue::className, seed);
        gallery = gallery(run, rows, vectors, seed);
      }
      ReportData data =
          new ReportData(
              settings.loss().written() + " on " + run.open().corpus().location().getName(),
              uri,
              Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
              Build.current().written(),
              new RunLog(run.directory().location(), run.open().hadoop()).read(),
              picture,
              gallery,
              run.settings().written());
      run.directory().write(run.directory().report().getName(), ReportWriter.html(data));
      return run.directory().report().toString();
    } catch (java.io.IOException e) {
      throw new ArtifactException("Cannot read the run at " + uri + ": " + e.getMessage(), e);
    }
  }

  /** Returns the rows to show: the evaluated split, or a sample of its images. */
  private static int[] lookedAt(TrainedRun run, Seed seed) {
    Catalogue catalogue = run.open().catalogue();
    int[] rows = catalogue.rows(run.open().settings().evaluate().split());
    if (rows.length <= LOOKED_AT) {
      return rows;
    }
    int[] shuffled = rows.clone();
    seed.derive("sample").shuffle(shuffled);
    int[] sample = Arrays.copyOf(shuffled, LOOKED_AT);
    Arrays.sort(sample);
    return sample;
  }

  private static List<GalleryRow> gallery(TrainedRun run, int[] rows, Vectors vectors, Seed seed) {
    int[] queries = new int[rows.length];
    Arrays.setAll(queries, i -> i);
    seed.derive("gallery").shuffle(queries);
    Pixels pixels = run.open().context().shared().pixels();
    List<GalleryRow> gallery = new ArrayList<>();
    try (NeighbourSearch neighbours = SearchKind.EXACT.prepare(vectors)) {
      for (int query : Arrays.copyOf(queries, Math.min(QUERIES, queries.length))) {
        Neighbours found = neighbours.searchSelf(query, query + 1, Math.min(HITS, rows.length - 1));
        List<GalleryRow.Hit> hits = new ArrayList<>();
        for (int i = 0; i < found.k(); i++) {
          int row = rows[found.indices()[i]];
          hits.add(
              new GalleryRow.Hit(
                  className(run, row),
                  Math.sqrt(found.squaredDistances()[i]),
                  thumbnail(pixels, row)));
        }
        gallery.add(
            new GalleryRow(className(run, rows[query]), thumbnail(pixels, rows[query]), hits));
      }
    }
    return gallery;
  }

  private static String className(TrainedRun run, int row) {
    Catalogue catalogue = run.open().catalogue();
    return catalogue.className(catalogue.label(row));
  }

  private static Thumbnail thumbnail(Pixels pixels, int row) {
    ImageSettings image = pixels.index().image().decoded();
    return Thumbnail.of(pixels.at(row), image.height(), image.width(), image.channels());
  }
}
