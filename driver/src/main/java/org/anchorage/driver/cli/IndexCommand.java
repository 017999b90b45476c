/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import org.anchorage.driver.index.vectors.VectorStage;
import picocli.CommandLine.Command;

/** Indexes a corpus: writes its vectors and the network, for search. */
@Command(
    name = "index",
    mixinStandardHelpOptions = true,
    description = "Index a corpus: write its vectors and the network, for search.")
final class IndexCommand extends VectorsCommand {

  IndexCommand() {
    super("index", VectorStage::index);
  }
}
