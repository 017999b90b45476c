/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Replacement;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes a page, whole or not at all; one that is there is replaced. */
final class PageFile {

  private PageFile() {}

  static void write(String html, Path to, Configuration hadoop) {
    requireFile(to, hadoop);
    try {
      Replacement.write(
          to.getFileSystem(hadoop),
          new Path(to.getParent(), "." + to.getName() + ".tmp"),
          to,
          hadoop,
          out -> out.write(html.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new ArtifactException(
          "Cannot write the report to "
              + to
              + ": "
              + e.getMessage()
              + ". Free space or give another --to",
          e);
    }
  }

  /**
   * Refuses a place that is a directory, before anything is computed.
   *
   * @throws ArtifactException if it is one, or cannot be looked at
   */
  static void requireFile(Path to, Configuration hadoop) {
    try {
      FileSystem files = to.getFileSystem(hadoop);
      if (to.getParent() == null || (files.exists(to) && files.getFileStatus(to).isDirectory())) {
        throw new ArtifactException(
            to
                + " is a directory; give a file to write to, e.g. --to "
                + new Path(to, "report.html"));
      }
    } catch (IOException e) {
      throw new ArtifactException("Cannot look at " + to + ": " + e.getMessage(), e);
    }
  }
}
