/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.index.vectors.VectorStage;
import org.anchorage.driver.run.TrainedRun;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/** Embeds a corpus: writes the vectors of its images, with their ids. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    description = "Embed a corpus: write the vectors of its images, with their ids.")
final class EmbedCommand extends VectorsCommand {

  EmbedCommand() {
    super("embed");
  }

  @Override
  Manifest write(SparkSession session, TrainedRun run) {
    int[] rows = split.rows(run.open().catalogue());
    return new VectorStage(session, output.progress())
        .embed(run, rows, target.path(), target.whenExists());
  }
}
