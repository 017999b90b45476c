/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.List;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.index.VectorStore;
import org.anchorage.driver.run.TrainedRun;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;

/** Embed a corpus: write its vectors with their ids. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    description = "Embed a corpus: write the vectors of its images, with their ids.")
final class EmbedCommand extends VectorsCommand {

  @Override
  String kind() {
    return "embed";
  }

  @Override
  void write(
      VectorStore store,
      Path target,
      WhenExists when,
      List<Item> items,
      Vectors vectors,
      TrainedRun run) {
    store.write(target, when, items, vectors, run.settings(), parents(run));
  }
}
