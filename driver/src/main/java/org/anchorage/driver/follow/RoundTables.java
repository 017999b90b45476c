/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.follow;

import java.util.function.Consumer;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.mine.Mined;
import org.anchorage.driver.run.Position;
import org.anchorage.driver.run.TrainedRun;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a follower writes into a run, each at its {@link RoundPlace}. Not thread-safe.
 */
public final class RoundTables implements Follower.Passes {

  /**
   * A pass that is done.
   *
   * @param target where the table lies
   * @param seconds that embedding and mining took
   */
  public record Pass(Path target, Mined mined, double seconds) {}

  /** A place takes the whole network's parameters to find. */
  private record Known(Position checkpoint, RoundPlace place) {}

  private final TrainedRun run;
  private final RunMiner miner;
  private final Consumer<Pass> done;
  private @Nullable Known last;

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

  @Override
  public boolean has(Position checkpoint) {
    RoundPlace place = place(checkpoint);
    return place.table().isPresent()
        || place
            .ofTraining()
            .filter(table -> table.isMinedWith(run.settings().written()))
            .isPresent();
  }

  @Override
  public void mine(Position checkpoint) {
    long began = System.nanoTime();
    RoundPlace place = place(checkpoint);
    place.requireOwn();
    Path target = place.target();
    Mined mined = miner.mine(checkpoint, target, WhenExists.REPLACE);
    done.accept(new Pass(target, mined, (System.nanoTime() - began) / 1e9));
  }

  private RoundPlace place(Position checkpoint) {
    Known known = last;
    if (known == null || !known.checkpoint().equals(checkpoint)) {
      known = new Known(checkpoint, RoundPlace.of(run, checkpoint));
      last = known;
    }
    return known.place();
  }
}
