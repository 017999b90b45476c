/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Option;

/** {@code --index URI}: an index that is there. */
final class IndexOption {

  @Option(names = "--index", required = true, paramLabel = "URI", description = "The index.")
  String index = "";

  /** Returns the place. */
  Path path() {
    return new Path(index);
  }
}
