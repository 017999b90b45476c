/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What lies in a directory of mined tables. Immutable.
 *
 * @param tables those that say what they were mined from, newest parameters first
 * @param unusable directories that are no such tables
 */
public record TableListing(List<StoredTable> tables, List<Unusable> unusable) {

  private static final Comparator<StoredTable> OLDEST_FIRST =
      Comparator.<StoredTable>comparingInt(table -> table.from().round())
          .thenComparingInt(table -> table.from().epoch())
          .thenComparing(table -> table.location().getName());

  /**
   * What cannot be used.
   *
   * @param why a sentence without a full stop, or several
   */
  public record Unusable(Path location, String why) {

    /** Says that a table is of another corpus. */
    public static Unusable ofAnotherCorpus(StoredTable table) {
      return new Unusable(
          table.location(),
          "It was mined from another corpus (fingerprint "
              + table.corpus()
              + "); mine the corpus that is trained on");
    }
  }

  /**
   * Lists a directory. Names that begin with a dot are of what is being written, and are left out.
   *
   * @param directory need not exist
   * @throws ArtifactException if the directory cannot be listed
   */
  public static TableListing of(Path directory, Configuration hadoop) {
    List<StoredTable> tables = new ArrayList<>();
    List<Unusable> unusable = new ArrayList<>();
    for (FileStatus found : listed(directory, hadoop)) {
      Path place = found.getPath();
      if (found.isDirectory() && !place.getName().startsWith(".")) {
        try {
          tables.add(known(StoredTable.at(place, hadoop)));
        } catch (ArtifactException e) {
          unusable.add(new Unusable(place, reason(place, e, hadoop)));
        }
      }
    }
    tables.sort(OLDEST_FIRST.reversed());
    return new TableListing(List.copyOf(tables), List.copyOf(unusable));
  }

  private static StoredTable known(StoredTable table) {
    if (!table.from().isKnown()) {
      throw new ArtifactException(
          "It does not say which round it was mined from, because an earlier version wrote it");
    }
    return table;
  }

  private static String reason(Path place, ArtifactException refusal, Configuration hadoop) {
    try {
      return place.getFileSystem(hadoop).exists(new Path(place, Manifest.FILE))
          ? String.valueOf(refusal.getMessage())
          : "It has no " + Manifest.FILE + ": it is being copied there, or its writer was killed";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static FileStatus[] listed(Path directory, Configuration hadoop) {
    try {
      return directory.getFileSystem(hadoop).listStatus(directory);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    } catch (IOException e) {
      throw new ArtifactException("Cannot list " + directory + ": " + e.getMessage(), e);
    }
  }
}
