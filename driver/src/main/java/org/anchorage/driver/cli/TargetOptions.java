/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import org.anchorage.core.config.SparkSettings;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Option;

/** {@code --to URI [--replace]}: where an artifact is written. */
final class TargetOptions {

  @Option(names = "--to", required = true, paramLabel = "URI", description = "Where to write.")
  String to = "";

  @Option(names = "--replace", description = "Replace an existing artifact.")
  boolean replace;

  /** Returns the place. */
  Path path() {
    return new Path(to);
  }

  /** Returns what happens if the target exists. */
  WhenExists whenExists() {
    return replace ? WhenExists.REPLACE : WhenExists.REFUSE;
  }

  /**
   * Refuses a target that exists and must not be replaced, before Spark starts.
   *
   * @throws ArtifactException if there is something at the target, or it cannot be looked at
   */
  void requireFree(SparkSettings spark) {
    new Artifacts(Sparks.hadoop(Sparks.conf(spark, "anchorage"))).requireFree(path(), whenExists());
  }
}
