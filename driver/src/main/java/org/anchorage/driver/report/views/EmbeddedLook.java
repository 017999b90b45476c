/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.Arrays;
import java.util.List;
import org.anchorage.core.config.EvaluateSettings;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.embed.EmbedStage;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.driver.embed.SearchMemory;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.vectors.VectorBlocks;
import org.anchorage.driver.vectors.VectorSet;
import org.anchorage.mining.neighbours.SearchKind;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What is looked at, embedded by a run. Vectors lie in the run's directory until they are deleted,
 * and are searched on executors; the run may be closed before.
 */
final class EmbeddedLook {

  private final LookedAt looked;
  private final VectorBlocks blocks;
  private final NeighbourStage neighbours;
  private final Progress.Factory progress;

  private EmbeddedLook(
      LookedAt looked, VectorBlocks blocks, NeighbourStage neighbours, Progress.Factory progress) {
    this.looked = looked;
    this.blocks = blocks;
    this.neighbours = neighbours;
    this.progress = progress;
  }

  /** Embeds what is looked at. */
  static EmbeddedLook of(TrainedRun run, LookedAt looked, Progress.Factory progress) {
    VectorBlocks blocks =
        new EmbedStage(run.open().context(), progress)
            .embed(
                "report: embed", run.trained(), looked.rows(), run.directory().vectors("report"));
    JavaSparkContext spark = run.open().context().spark();
    SearchMemory memory =
        SearchMemory.of(
            spark, EvaluateSettings.MEMORY_MB, run.open().settings().evaluate().memoryMb());
    return new EmbeddedLook(
        looked, blocks, new NeighbourStage(spark, SearchKind.EXACT, memory), progress);
  }

  /** Returns what each query finds first. */
  FirstFound first() {
    try (Progress bar = progress.start("report: search", looked.queries().length, "queries")) {
      return FirstFound.joined(
          neighbours.run(
              base(blocks.chosen(looked.queries())), new FirstFoundTask(looked), bar::step));
    }
  }

  /**
   * Returns the nearest items of some queries.
   *
   * @param asked numbers of the queries, ascending
   */
  Neighbours nearest(int[] asked, int k) {
    int[] positions = Arrays.stream(asked).map(query -> looked.queries()[query]).toArray();
    List<Neighbours> found =
        neighbours.run(
            base(blocks.chosen(positions)), new NearestTask(looked, asked, k), done -> {});
    return NearestTask.joined(found, k);
  }

  private NeighbourStage.Base base(VectorSet queries) {
    return new NeighbourStage.Base(blocks.chosen(looked.gallery()), queries);
  }

  /** Reads the vectors of some of the rows looked at, ascending; few. */
  Vectors vectors(int[] positions) {
    return blocks.chosen(positions).whole();
  }

  LookedAt looked() {
    return looked;
  }

  /** Deletes the vectors. */
  void delete() {
    blocks.delete();
  }
}
