/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anchorage.driver.session.FreeSpace;

/**
 * The local disks that Spark spills and shuffles to.
 *
 * @param directories that {@code spark.local.dir} or SPARK_LOCAL_DIRS names
 * @param free returns the free bytes of a directory
 */
record DiskCheck(List<Path> directories, FreeSpace free) implements Check {

  private static final String SUBJECT = "local disk";
  private static final long SCARCE = 10_000_000_000L;
  private static final String REMEDY =
      "set spark.local.dir (on YARN yarn.nodemanager.local-dirs) to a directory on a larger disk"
          + " that you may write to";

  DiskCheck {
    directories = List.copyOf(directories);
  }

  @Override
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (Path directory : directories) {
      findings.add(finding(directory));
    }
    return findings;
  }

  private Finding finding(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, "anchorage-doctor", ""));
      long bytes = free.bytes(directory);
      String found = directory + ", " + Finding.gigabytes(bytes) + " free";
      return bytes < SCARCE ? Finding.warning(SUBJECT, found, REMEDY) : Finding.ok(SUBJECT, found);
    } catch (IOException e) {
      return Finding.problem(SUBJECT, directory + " cannot be written to: " + e, REMEDY);
    }
  }
}
