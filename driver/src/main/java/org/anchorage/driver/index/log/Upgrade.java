/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.util.List;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.index.store.Generation;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Makes an index of the newest format out of one of an older format, in its place. It has the same
 * vectors and ids, and the network; the old format has no attributes and no pictures. Kind and
 * recall are those of {@code run.conf}, or the defaults. All vectors are in memory meanwhile.
 *
 * @param hadoop for files
 */
public record Upgrade(Configuration hadoop) {

  /**
   * Upgrades an index, if it is of an older format. It is written beside the old one, which is
   * replaced when it is complete.
   *
   * @return whether it was
   * @throws ArtifactException if it cannot be read or written; then the old one is still there
   */
  public boolean run(Path location) {
    Manifest manifest = new Generations(location, hadoop).manifest();
    if (manifest.formatVersion() >= Generation.FORMAT) {
      return false;
    }
    Manifest unused =
        new Merge(hadoop, Merge.WhenTwice.REFUSE)
            .run(List.of(location), location, WhenExists.REPLACE);
    return true;
  }
}
