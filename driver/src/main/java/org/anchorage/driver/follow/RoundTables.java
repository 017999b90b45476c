/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.follow;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.mine.Mined;
import org.anchorage.driver.mine.MinedFrom;
import org.anchorage.driver.mine.StoredTable;
import org.anchorage.driver.run.Position;
import org.anchorage.driver.run.TrainedRun;
import org.apache.hadoop.fs.Path;

/**
 * The tables that a follower writes: {@code mined/round-N} in the run. If a table of the run lies
 * there that was mined from other parameters of the same round, it may have planned an epoch. It
 * stays, and the name of the new one ends with the first digits of its parameters. Not thread-safe.
 */
public final class RoundTables implements Follower.Passes {

  /**
   * A pass that is done.
   *
   * @param target where the table lies
   * @param seconds that embedding and mining took
   */
  public record Pass(Path target, Mined mined, double seconds) {}

  private static final int DIGITS = 8;

  private final TrainedRun run;
  private final RunMiner miner;
  private final Consumer<Pass> done;

  /**
   * Creates the tables of a run.
   *
   * @param miner of the run
   * @param done told of each table that was written
   */
  public RoundTables(TrainedRun run, RunMiner miner, Consumer<Pass> done) {
    this.run = run;
    this.miner = miner;
    this.done = done;
  }

  /** Returns the table that was mined from a checkpoint of the run, of the corpus that is open. */
  public static Optional<StoredTable> of(TrainedRun run, Position checkpoint) {
    MinedFrom from = from(run, checkpoint);
    Path usual = run.directory().mined(checkpoint);
    return Stream.of(usual, beside(usual, from))
        .flatMap(place -> StoredTable.find(place, run.open().hadoop()).stream())
        .filter(table -> table.from().isSameAs(from))
        .filter(table -> isOfCorpus(run, table))
        .findFirst();
  }

  private static MinedFrom from(TrainedRun run, Position checkpoint) {
    return MinedFrom.of(checkpoint, run.open().context().shared().whole(checkpoint));
  }

  private static Path beside(Path usual, MinedFrom from) {
    return usual.suffix("-" + from.parameters().substring(0, DIGITS));
  }

  private static boolean isOfCorpus(TrainedRun run, StoredTable table) {
    return table.corpus().equals(run.open().parent().fingerprint());
  }

  @Override
  public boolean has(Position checkpoint) {
    return of(run, checkpoint).isPresent();
  }

  @Override
  public void mine(Position checkpoint) {
    long began = System.nanoTime();
    Path target = target(checkpoint);
    Mined mined = miner.mine(checkpoint, target, WhenExists.REPLACE);
    done.accept(new Pass(target, mined, (System.nanoTime() - began) / 1e9));
  }

  /**
   * Returns where the table of a checkpoint will lie.
   *
   * @throws ArtifactException if a table of another corpus lies there
   */
  private Path target(Position checkpoint) {
    Path usual = run.directory().mined(checkpoint);
    Optional<StoredTable> there = ownAt(usual);
    // One that does not say its round is of an old version and plans no epoch.
    if (there.isEmpty() || !there.get().from().isKnown()) {
      return usual;
    }
    Path other = beside(usual, from(run, checkpoint));
    Optional<StoredTable> unused = ownAt(other);
    return other;
  }

  private Optional<StoredTable> ownAt(Path place) {
    Optional<StoredTable> there = StoredTable.find(place, run.open().hadoop());
    there.filter(table -> !isOfCorpus(run, table)).ifPresent(this::refuse);
    return there;
  }

  private void refuse(StoredTable table) {
    throw new ArtifactException(
        "The mined table at "
            + table.location()
            + " is of another corpus (fingerprint "
            + table.corpus()
            + ") than the one that is mined, "
            + run.open().parent().location()
            + " (fingerprint "
            + run.open().parent().fingerprint()
            + "), so mine --follow does not replace it; follow the run with the corpus that it is"
            + " trained on, or move the table away, or replace it by mine --run "
            + run.directory().location()
            + " --replace");
  }
}
