/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import org.anchorage.driver.index.VectorStage;
import picocli.CommandLine.Command;

/** Index a corpus: write its vectors with the network, to be searched. */
@Command(
    name = "index",
    mixinStandardHelpOptions = true,
    description = "Index a corpus: write its vectors and the network, for search.")
final class IndexCommand extends VectorsCommand {

  IndexCommand() {
    super("index", VectorStage::index);
  }
}
