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

/** Index a corpus: write its vectors with the network, to be searched. */
@Command(
    name = "index",
    mixinStandardHelpOptions = true,
    description = "Index a corpus: write its vectors and the network, for search.")
final class IndexCommand extends VectorsCommand {

  @Override
  String kind() {
    return "index";
  }

  @Override
  void write(
      VectorStore store,
      Path target,
      WhenExists when,
      List<Item> items,
      Vectors vectors,
      TrainedRun run) {
    store.writeIndex(
        target, when, items, vectors, run.settings(), parents(run), run.network().network());
  }
}
