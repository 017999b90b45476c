/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import org.anchorage.driver.index.vectors.VectorStage;
import picocli.CommandLine.Command;

/** Embeds a corpus: writes the vectors of its images, with their ids. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    description = "Embed a corpus: write the vectors of its images, with their ids.")
final class EmbedCommand extends VectorsCommand {

  EmbedCommand() {
    super("embed", VectorStage::embed);
  }
}
