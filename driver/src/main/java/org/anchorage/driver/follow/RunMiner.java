/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.follow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.embed.EmbedStage;
import org.anchorage.driver.lease.LeaseException;
import org.anchorage.driver.mine.MineStage;
import org.anchorage.driver.mine.Mined;
import org.anchorage.driver.mine.MinedFrom;
import org.anchorage.driver.mine.RefusedTables;
import org.anchorage.driver.mine.StoredTable;
import org.anchorage.driver.mine.TableListing;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.run.Position;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.vectors.VectorBlocks;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mines the training images of an open run, from one checkpoint after another. The corpus stays
 * open between passes; the network's parameters are those of each checkpoint.
 */
public final class RunMiner {

  private static final Logger LOG = LoggerFactory.getLogger(RunMiner.class);

  private final TrainedRun run;
  private final String stage;
  private final Runnable allowed;
  private final Progress.Factory progress;
  private final int[] rows;
  private final EmbedStage embed;
  private final MineStage mine;
  private final Consumer<String> warn;
  private final RefusedTables refused;
  private boolean passedOver;

  /**
   * Creates the miner of a run.
   *
   * @param stage names the directory of the vectors: no two miners of a run may share one at a time
   * @param allowed called before each stage, and before the table is published; throws if this
   *     application must not write
   */
  public RunMiner(TrainedRun run, String stage, Runnable allowed, Progress.Factory progress) {
    this(run, stage, allowed, progress, LOG::warn);
  }

  /** For tests: warnings go somewhere else than to the log. */
  RunMiner(
      TrainedRun run,
      String stage,
      Runnable allowed,
      Progress.Factory progress,
      Consumer<String> warn) {
    this.warn = warn;
    this.refused = new RefusedTables(warn);
    this.run = run;
    this.stage = stage;
    this.allowed = allowed;
    this.progress = progress;
    this.rows = run.open().catalogue().rows(Split.TRAIN);
    this.embed = new EmbedStage(run.open().context(), progress);
    this.mine = MineStage.ofTables(run.open(), run.settings().written(), allowed);
  }

  /** Returns how many images are mined. */
  public int images() {
    return rows.length;
  }

  /**
   * Embeds and mines. What is finished of a pass that was killed is not done again.
   *
   * @param position the checkpoint that is mined
   * @param target where the table will lie
   * @param when what happens if there is a table already
   * @throws ArtifactException if the table cannot be written
   * @throws LeaseException if this application must not write any more
   */
  public Mined mine(Position position, Path target, WhenExists when) {
    allowed.run();
    mine.requireFree(target, when);
    float[] network = run.open().context().shared().whole(position);
    VectorBlocks vectors = embed.embed("embed", network, rows, run.directory().vectors(stage));
    allowed.run();
    MinedFrom from = MinedFrom.of(position, network);
    Mined mined = mine.run(vectors, rows, from, before(from), target, when, progress);
    // Who has taken the lease over may be using them.
    allowed.run();
    vectors.delete();
    // Those of a checkpoint whose pass was killed are of no more use.
    run.directory().deleteVectors(stage);
    return mined;
  }

  /**
   * Returns the table that is gone on with: the newest of the run, or the one it began with. Tells
   * which of the run cannot be.
   */
  private @Nullable Path before(MinedFrom now) {
    MineSettings settings = run.settings().typed().mine();
    if (settings.search().cycles() == 1) {
      passOver(
          "with mine.refresh = 1 the negatives of all images are sought, and no table is read");
      return null;
    }
    TableListing listing = TableListing.of(run.directory().mined(), run.open().hadoop());
    List<TableListing.Unusable> unusable = new ArrayList<>(listing.unusable());
    listing.tables().stream()
        .filter(table -> !isOfCorpus(table))
        .map(TableListing.Unusable::ofAnotherCorpus)
        .forEach(unusable::add);
    Path own =
        listing.tables().stream()
            .filter(this::isOfCorpus)
            .filter(table -> table.from().round() < now.round() || table.from().isSameAs(now))
            .findFirst()
            .map(StoredTable::location)
            .orElse(null);
    if (own != null) {
      passOver("the run has mined already, and the pass goes on from its newest table, " + own);
    }
    Path before = own == null ? settings.givenTable().map(Path::new).orElse(null) : own;
    refused.tell(
        unusable,
        before == null
            ? "The negatives of all images are sought"
            : "The pass goes on from the table at " + before);
    return before;
  }

  /**
   * Says, once, that a table is passed over which was named for this command. That of the run's own
   * settings was for its first epoch.
   */
  private void passOver(String why) {
    String given = run.settings().typed().mine().table();
    if (!passedOver
        && !given.isBlank()
        && !given.equals(run.directory().settings().typed().mine().table())) {
      passedOver = true;
      warn.accept("mine.table = " + given + " is not used: " + why);
    }
  }

  private boolean isOfCorpus(StoredTable table) {
    return table.corpus().equals(run.open().parent().fingerprint());
  }
}
