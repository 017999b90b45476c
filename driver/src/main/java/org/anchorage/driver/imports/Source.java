/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Labelled images to import. A source says which tasks list the images, and where the bytes of each
 * lie. It is made and held by the driver, which sees no image and no listing.
 */
public interface Source {

  /** Returns what is read and where it lies, in words: {@code folders at file:/photos}. */
  String description();

  /** Returns settings that shaped the source, by key, for the manifest; none by default. */
  default Map<String, String> settings() {
    return Map.of();
  }

  /** Returns what was found out about the source and should be said; nothing by default. */
  default List<String> notes() {
    return List.of();
  }

  /** Returns whether no two images can have one id; if not, an import looks for them. */
  default boolean distinctIds() {
    return false;
  }

  /** Returns how paths name classes, for each group of {@link Found}; none by default. */
  default List<FolderRule> rules() {
    return List.of();
  }

  /**
   * Returns the parts that tasks list, in an order that does not change.
   *
   * @param wanted how many tasks can run at once; the parts do not follow from it alone
   * @throws IOException if the source as a whole cannot be read
   */
  List<Part> parts(int wanted) throws IOException;

  /**
   * Returns all entries. A source whose images no task can find by position writes their bytes into
   * a directory first.
   *
   * @param copies an empty directory that lasts as long as the import
   */
  default JavaRDD<Entry> entries(SparkSession spark, Path copies) throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return ListTask.entries(context, parts(context.defaultParallelism()));
  }
}
