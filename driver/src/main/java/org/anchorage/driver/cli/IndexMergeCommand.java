/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.index.log.Merge;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes one index of several. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    description = "Make one index of several that one network has made. They stay as they are.")
final class IndexMergeCommand implements Callable<Integer> {

  @Option(
      names = "--index",
      required = true,
      paramLabel = "URI",
      description = "An index; give it for each. The first decides kind, recall and coding.")
  List<String> indices = List.of();

  @Mixin TargetOptions target = new TargetOptions();
  @Mixin Output output = new Output();

  @Option(
      names = "--when-twice",
      paramLabel = "WHICH",
      description =
          "If an id is in several indices: ${COMPLETION-CANDIDATES} (default refuse). first and last"
              + " keep the item of the first or the last of these.")
  Merge.WhenTwice twice = Merge.WhenTwice.REFUSE;

  @Override
  public Integer call() {
    if (indices.size() < 2) {
      throw new WrongUse(
          "There is nothing to merge "
              + indices.get(0)
              + " with; give --index for each of two or more");
    }
    long began = System.nanoTime();
    Manifest manifest =
        new Merge(Sparks.hadoop(), twice)
            .run(indices.stream().map(Path::new).toList(), target.path(), target.whenExists());
    double seconds = (System.nanoTime() - began) / 1e9;
    long items = manifest.counts().getOrDefault("items", 0L);
    output.say(
        "Merged %d indices to %s: %s in %.1f s",
        indices.size(), target.to, Count.of(items, "item"), seconds);
    MissedRecall.say(
        manifest.counts().getOrDefault("recall_millionths", 0L) / 1e6,
        manifest.counts().getOrDefault("measured_recall_millionths", 0L) / 1e6,
        output);
    output.writeResult(
        Map.of("to", target.to, "indices", indices.size(), "items", items, "seconds", seconds));
    return 0;
  }
}
