/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.util.List;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.ItemFacts;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An imported corpus: labelled images on disk. Its layout in format version {@value #FORMAT}:
 *
 * <ul>
 *   <li>{@code shards/part-NNNNN.seq}: uncompressed SequenceFiles, key the item's id, value its
 *       encoded bytes; read with {@link ShardReader}
 *   <li>{@code shards/part-NNNNN.idx}: where each record of the shard starts, 8 bytes, big-endian
 *   <li>{@code catalogue/part-NNNNN.parquet}: a row an item of the shard, in the shard's order
 *   <li>{@code runs.jsonl}: how many items of which split and class follow one another in each
 *       shard
 *   <li>{@code bad.jsonl}: what the import left out, one line each, with its reason
 *   <li>{@code manifest.json}
 * </ul>
 *
 * <p>Format 1 has neither {@code .idx} nor {@code runs.jsonl}, and its catalogue is in any order.
 *
 * <p>Immutable and thread-safe. Held by the driver. Of format 2 it holds the runs and 4 bytes a
 * shard; opening runs no job. Of format 1 it holds 16 bytes an item; opening sorts the ids on
 * executors.
 */
public final class Corpus implements ItemSource {

  /** The kind that its manifest names. */
  public static final String KIND = "corpus";

  /** Version of the layout that is written, and the newest that is read. */
  public static final int FORMAT = 2;

  private final Path location;
  private final Manifest manifest;
  private final CatalogueView view;

  private Corpus(Path location, Manifest manifest, CatalogueView view) {
    this.location = location;
    this.manifest = manifest;
    this.view = view;
  }

  /**
   * Opens a corpus, and reads no images. A row of format 1 is the place of an item's id among all
   * ids. A row of format 2 is an item's place in the order of split, class name and id.
   *
   * @param uri where it lies, on any Hadoop file system
   * @throws ArtifactException if there is no corpus, or it is too new, damaged or empty
   * @throws IllegalArgumentException if two items of format 1 have one id
   */
  public static Corpus open(SparkSession spark, String uri) {
    if (uri.isBlank()) {
      throw new ArtifactException("No corpus is named; set corpus=URI to one that was imported");
    }
    Path location = new Path(uri);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Manifest manifest = new Artifacts(hadoop).open(location, KIND, FORMAT);
    Dataset<Row> table = new CatalogueTable(spark).read(files(location, manifest));
    int promised = count(location, manifest, "items");
    CatalogueView view =
        manifest.formatVersion() == 1
            ? IdOrder.open(spark, table, promised)
            : ShardOrder.open(location, hadoop, count(location, manifest, "shards"), table);
    if (view.count() != promised) {
      throw new ArtifactException(
          "The catalogue of "
              + location
              + " has "
              + view.count()
              + " items, but its manifest counts "
              + promised
              + "; the corpus is damaged: restore it or import it again");
    }
    return new Corpus(location, manifest, view);
  }

  private static int count(Path location, Manifest manifest, String what) {
    long count = manifest.counts().getOrDefault(what, 0L);
    if (count > Integer.MAX_VALUE) {
      throw new ArtifactException(
          "The corpus at "
              + location
              + " has "
              + count
              + " "
              + what
              + ", and this program numbers up to 2^31 - 1; import it in parts");
    }
    return (int) count;
  }

  private static List<Path> files(Path location, Manifest manifest) {
    List<Path> files =
        manifest.checksums().keySet().stream()
            .filter(name -> name.startsWith(Layout.CATALOGUE + "/"))
            .map(name -> new Path(location, name))
            .toList();
    if (files.isEmpty() || manifest.counts().getOrDefault("items", 0L) == 0) {
      throw new ArtifactException(
          "The corpus at " + location + " holds no items; import images into it first");
    }
    return files;
  }

  /** Returns label and split of its items. */
  public Catalogue catalogue() {
    return view.catalogue();
  }

  /** Returns where the bytes of its items lie. */
  public Places places() {
    return view.places();
  }

  /** Returns what else is known of its items. Each call of it runs a job. */
  public ItemFacts facts() {
    return new SparkFacts(this);
  }

  /**
   * Returns its items as a table, one row an item: {@code row} (int, of the catalogue), {@code id},
   * {@code class_name}, {@code split} (as written), {@code width}, {@code height}, {@code sha256},
   * {@code attributes}. Executors read it, and the driver holds none of it. The order is not fixed.
   */
  @Override
  public Dataset<Row> items() {
    return view.items();
  }

  /** Returns row and id of each item. Of format 2 they are read without Spark SQL. */
  @Override
  public JavaPairRDD<Integer, String> ids() {
    return view.ids();
  }

  /** Returns its manifest. */
  public Manifest manifest() {
    return manifest;
  }

  /** Returns its location, as given to {@link #open}. */
  public Path location() {
    return location;
  }
}
