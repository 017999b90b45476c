/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.follow;

import java.util.Optional;
import java.util.function.Consumer;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.mine.Mined;
import org.anchorage.driver.mine.StoredTable;
import org.anchorage.driver.run.Position;
import org.anchorage.driver.run.TrainedRun;
import org.apache.hadoop.fs.Path;

/** The tables that a follower writes: {@code mined/round-N} in the run. Not thread-safe. */
public final class RoundTables implements Follower.Passes {

  /**
   * A pass that is done.
   *
   * @param target where the table lies
   * @param seconds that embedding and mining took
   */
  public record Pass(Path target, Mined mined, double seconds) {}

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
    return StoredTable.find(run.directory().mined(checkpoint), run.open().hadoop())
        .filter(table -> table.from().round() == checkpoint.start().round())
        .filter(table -> table.corpus().equals(run.open().parent().fingerprint()));
  }

  @Override
  public boolean has(Position checkpoint) {
    return of(run, checkpoint).isPresent();
  }

  @Override
  public void mine(Position checkpoint) {
    long began = System.nanoTime();
    Path target = run.directory().mined(checkpoint);
    // What lies there is of an old version or of another corpus: it plans no epoch.
    Mined mined = miner.mine(checkpoint, target, WhenExists.REPLACE);
    done.accept(new Pass(target, mined, (System.nanoTime() - began) / 1e9));
  }
}
