/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;
import org.anchorage.core.config.MineSettings;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Failure;
import org.anchorage.driver.embed.SearchMemory;
import org.anchorage.driver.vectors.VectorBlocks;
import org.anchorage.mining.hard.ConfusableClasses;
import org.anchorage.mining.hard.ScoreStatistics;
import org.anchorage.mining.hard.ScoresInParts;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * What a mining pass has to say beside the table of negatives: confusable classes, statistics of
 * similarities and, for the next plan, the rows of the negatives. Each is a Spark job.
 */
record PassContent(
    JavaSparkContext spark, MinedStore store, MineSettings settings, SearchMemory memory) {

  /**
   * Returns it.
   *
   * @param labels of the vectors
   * @param rows whose negatives are wanted; null for none
   * @throws ArtifactException if a job fails; it says what the job was to make
   */
  MinedStore.Content of(
      VectorBlocks vectors, int[] labels, int @Nullable [] rows, FinishedPass done) {
    ConfusableClasses classes =
        made(
            "find the confusable classes",
            () -> new ClassPass(spark, settings.confusable()).run(vectors, labels));
    List<ScoreStatistics> scores =
        made("make the statistics of similarities", () -> scores(done.pass()));
    MinedTable table = store.table(classes);
    if (rows != null) {
      table =
          table.with(
              made("collect the rows of the hard negatives", () -> negatives(done.pass(), rows)));
    }
    return new MinedStore.Content(
        new Mined(table, done.tally(), done.searched(), scores.get(0), scores.get(1), null),
        classes);
  }

  /** A job's failure is none of the table's writing, which goes on at the same time. */
  private static <T> T made(String what, Supplier<T> job) {
    try {
      return job.get();
    } catch (IllegalArgumentException e) {
      // The message says what to do.
      throw e;
    } catch (Exception e) {
      // Spark's Scala code throws checked exceptions that no signature declares.
      throw new ArtifactException(
          "Cannot "
              + what
              + " of the mined vectors: "
              + reason(e)
              + ". Mine again when this is mended: finished blocks stay",
          e);
    }
  }

  /** Returns what a task says was wrong with an artifact, or the innermost cause. */
  private static String reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ArtifactException) {
        return String.valueOf(cause.getMessage());
      }
    }
    return Failure.reason(failure);
  }

  /** Which similarities. */
  private enum Scored implements Serializable {
    POSITIVES {
      @Override
      float[] of(MinedBlock block) {
        return block.tally().positives();
      }
    },
    NEGATIVES {
      @Override
      float[] of(MinedBlock block) {
        return block.keptSimilarities();
      }
    };

    abstract float[] of(MinedBlock block);
  }

  /** Returns the statistics of positives and of negatives, each made by one task. */
  private List<ScoreStatistics> scores(MinedPass pass) {
    int most = (int) Math.min(memory.taskBytes() / (4 * Float.BYTES), Integer.MAX_VALUE / 2);
    return spark
        .parallelize(List.of(Scored.values()), Scored.values().length)
        .setName("similarities")
        .map(
            scored -> {
              MinedPass.Files files = pass.open();
              return ScoresInParts.statistics(
                  taker -> pass.blocks().forEach(i -> taker.accept(scored.of(files.read(i)))),
                  most);
            })
        .collect();
  }

  /** Returns the rows of all hard negatives: 4 bytes each. */
  private HardNegatives negatives(MinedPass pass, int[] rows) {
    List<Tuple2<int[], int[]>> blocks =
        spark
            .parallelize(pass.blocks(), Math.max(1, pass.blocks().size()))
            .setName("negatives")
            .map(
                block -> {
                  MinedBlock mined = pass.open().read(block);
                  return new Tuple2<>(mined.anchors(), mined.rows());
                })
            .collect();
    return HardNegatives.of(rows, blocks, settings.negatives());
  }
}
