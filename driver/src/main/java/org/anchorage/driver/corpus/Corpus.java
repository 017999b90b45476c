/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.util.List;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An imported corpus: labelled images on disk. Its layout in format version {@value #FORMAT}:
 *
 * <ul>
 *   <li>{@code shards/part-NNNNN.seq}: uncompressed SequenceFiles, key the item's id, value its
 *       encoded bytes; read with {@link ShardReader}
 *   <li>{@code catalogue/}: a Parquet table, one row an item
 *   <li>{@code bad.jsonl}: what the import left out, one line each, with its reason
 *   <li>{@code manifest.json}
 * </ul>
 *
 * <p>Immutable and thread-safe. Held by the driver.
 */
public final class Corpus {

  /** The kind that its manifest names. */
  public static final String KIND = "corpus";

  /** Version of the layout that is written, and the newest that is read. */
  public static final int FORMAT = 1;

  private final SparkSession spark;
  private final Path location;
  private final Manifest manifest;
  private final Catalogue catalogue;

  private Corpus(SparkSession spark, Path location, Manifest manifest, Catalogue catalogue) {
    this.spark = spark;
    this.location = location;
    this.manifest = manifest;
    this.catalogue = catalogue;
  }

  /**
   * Opens a corpus and reads its catalogue, but no images.
   *
   * @param uri where it lies, on any Hadoop file system
   * @throws ArtifactException if there is no corpus, or it is too new, damaged or empty
   */
  public static Corpus open(SparkSession spark, String uri) {
    if (uri.isBlank()) {
      throw new ArtifactException("No corpus is named; set corpus=URI to one that was imported");
    }
    Path location = new Path(uri);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Manifest manifest = new Artifacts(hadoop).open(location, KIND, FORMAT);
    Catalogue catalogue = Catalogue.of(new CatalogueTable(spark).read(files(location, manifest)));
    long promised = manifest.counts().getOrDefault("items", 0L);
    if (catalogue.size() != promised) {
      throw new ArtifactException(
          "The catalogue of "
              + location
              + " has "
              + catalogue.size()
              + " items, but its manifest counts "
              + promised
              + "; the corpus is damaged: restore it or import it again");
    }
    return new Corpus(spark, location, manifest, catalogue);
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

  /** Returns its items. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /**
   * Returns its items as a table, one row an item: {@code row} (int, of the catalogue), {@code id},
   * {@code class_name}, {@code split} (as written), {@code width}, {@code height}, {@code sha256},
   * {@code attributes}. Executors read it, and the driver holds none of it. The order is not fixed.
   */
  public Dataset<Row> items() {
    return new CatalogueTable(spark).numbered(catalogue);
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
