/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.batch;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.anchorage.driver.artifact.Failure;
import org.anchorage.driver.table.TableFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where queries come from, one after the other. Not thread-safe; close it after the last search.
 */
public interface QuerySource extends Closeable {

  /** Returns the names of the further facts that queries have. */
  List<String> further();

  /** Returns what was found out about the source and the user should know, so far. */
  default List<String> notes() {
    return List.of();
  }

  /**
   * Returns the next query, or null at the end.
   *
   * @throws IOException if the source cannot be read any further
   */
  @Nullable BatchQuery next() throws IOException;

  /**
   * Opens the queries at a place: files of Parquet, a list in CSV, or else a folder of images.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if a table has no column to search by
   */
  static QuerySource open(Path place, Configuration hadoop) throws IOException {
    try {
      FileSystem files = place.getFileSystem(hadoop);
      Path qualified = files.makeQualified(place);
      boolean table =
          TableFiles.isParquet(qualified, hadoop) || files.getFileStatus(qualified).isFile();
      return table ? TableQueries.open(qualified, hadoop) : new FolderQueries(qualified, hadoop);
    } catch (IOException e) {
      throw new IOException(
          "Cannot read the queries at " + place + ": " + Failure.reason(e) + "; check --queries",
          e);
    }
  }
}
