/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import org.anchorage.driver.artifact.WhenExists;
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
}
