/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.tuples;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.FiniteNumbers;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.mine.IdTable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Exports a mined table for other programs. Nothing is searched again: a table has the nearest
 * positive of each anchor. An export is an artifact of kind {@value #KIND}: {@code tuples/} (files
 * in the order of anchors' ids), {@code statistics.txt} (the table of {@link
 * TupleStatistics#lines}) and {@code statistics.json}. The driver holds counts.
 *
 * <p>Immutable and thread-safe.
 */
public final class TupleExport {

  /** The kind that its manifest names. */
  public static final String KIND = "tuples";

  private static final int FORMAT = 1;
  private static final long ROWS_A_FILE = 500_000;
  private static final String TUPLES = "tuples";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(FiniteNumbers.module())
          .build();

  private final SparkSession session;
  private final TupleOptions options;

  /** Creates an export. */
  public TupleExport(SparkSession session, TupleOptions options) {
    this.session = session;
    this.options = options;
  }

  /**
   * An export that was written.
   *
   * @param files a pattern of its files
   * @param anchors images with tuples
   * @param alone images that are alone in their class, and so have no tuples
   * @param leftOut other images without tuples: they have no negatives, or too few for n-tuples
   * @param negatives of each n-tuple, or the most of an anchor
   */
  public record Exported(
      String files,
      long anchors,
      long alone,
      long leftOut,
      int negatives,
      TupleStatistics statistics) {}

  /**
   * Writes the tuples of a table.
   *
   * @param table location of the mined table
   * @param target where the export will lie
   * @throws ArtifactException if there is no table, it has no positives or no negatives, or the
   *     export cannot be written
   */
  public Exported write(Path table, Path target, WhenExists when) {
    IdTable stored = IdTable.open(session, table);
    int negatives = negatives(stored);
    Dataset<Row> rows = stored.rows().filter("rank < " + negatives);
    AnchorTuples all =
        AnchorTuples.of(
            options.has(Extra.CLASSES)
                ? AnchorTuples.withClasses(rows, corpus(stored).items())
                : AnchorTuples.withoutClasses(rows));
    AnchorTuples anchors = options.form() == TupleForm.N_TUPLES ? all.withAtLeast(negatives) : all;
    int tasks = Math.max(1, session.sparkContext().defaultParallelism());
    TupleStatistics statistics = TupleScores.of(anchors.scores(), tasks);
    Exported exported = exported(stored, target, negatives, statistics);
    new Artifacts(hadoop())
        .write(
            target,
            when,
            new Draft(KIND, FORMAT, settings(), List.of(stored.parent())),
            temporary -> {
              options
                  .format()
                  .write(
                      anchors.ordered(files(statistics)).rows(options, negatives),
                      new Path(temporary, TUPLES));
              write(temporary, "statistics.json", JSON.writeValueAsBytes(statistics));
              write(
                  temporary,
                  "statistics.txt",
                  (String.join("\n", statistics.lines()) + "\n").getBytes(StandardCharsets.UTF_8));
              return new Contents("", counts(exported));
            });
    return exported;
  }

  /** Returns how many negatives an anchor has at most, or each n-tuple has. */
  private int negatives(IdTable stored) {
    int most = stored.mostNegatives();
    if (most == 0) {
      throw new ArtifactException(
          "The mined table at "
              + stored.location()
              + " has no hard negatives, so there is nothing to export; mine with a smaller"
              + " mine.relative-margin or more mine.neighbours");
    }
    if (options.negatives() > most) {
      throw new ArtifactException(
          "No image of the mined table at "
              + stored.location()
              + " has "
              + options.negatives()
              + " hard negatives; give --negatives "
              + most
              + " or less, or mine with a larger mine.negatives");
    }
    return options.negatives() == 0 ? most : options.negatives();
  }

  private Corpus corpus(IdTable stored) {
    Manifest.Parent parent = stored.corpus();
    if (!parent.kind().equals(Corpus.KIND)) {
      throw new ArtifactException(
          "The mined table at "
              + stored.location()
              + " was made from "
              + parent.kind()
              + " and not from a corpus, so names of classes are not known; leave out --with"
              + " classes");
    }
    Corpus corpus = Corpus.open(session, parent.location());
    if (!corpus.manifest().fingerprint().equals(parent.fingerprint())) {
      throw new ArtifactException(
          "The corpus at "
              + parent.location()
              + " is not the one that the table at "
              + stored.location()
              + " was mined from; restore it, or leave out --with classes");
    }
    return corpus;
  }

  private Exported exported(
      IdTable stored, Path target, int negatives, TupleStatistics statistics) {
    long anchors = statistics.positive().count();
    long alone = stored.alone();
    return new Exported(
        new Path(target, TUPLES) + "/*." + options.format().written(),
        anchors,
        alone,
        stored.images() - alone - anchors,
        negatives,
        statistics);
  }

  /** Returns how many files are written: enough that none has more than some 500,000 rows. */
  private int files(TupleStatistics statistics) {
    long rows =
        switch (options.form()) {
          case TRIPLETS -> statistics.negative().count();
          case N_TUPLES -> statistics.positive().count();
          case LABELLED_PAIRS -> statistics.positive().count() + statistics.negative().count();
        };
    return (int) Math.max(1, rows / ROWS_A_FILE);
  }

  private Map<String, String> settings() {
    return Map.of(
        "export", options.form().written(),
        "format", options.format().written(),
        "negatives", String.valueOf(options.negatives()),
        "with", String.join(",", options.extras().stream().map(Enum::name).sorted().toList()));
  }

  private static Map<String, Long> counts(Exported exported) {
    Map<String, Long> counts = new TreeMap<>();
    counts.put("anchors", exported.anchors());
    counts.put("negatives", exported.statistics().negative().count());
    counts.put("alone_in_class", exported.alone());
    counts.put("left_out", exported.leftOut());
    return counts;
  }

  private void write(Path directory, String name, byte[] content) throws IOException {
    Path file = new Path(directory, name);
    try (OutputStream out = file.getFileSystem(hadoop()).create(file)) {
      out.write(content);
    }
  }

  private Configuration hadoop() {
    return session.sparkContext().hadoopConfiguration();
  }
}
