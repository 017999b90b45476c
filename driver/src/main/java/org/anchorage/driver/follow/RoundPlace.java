/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.follow;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.mine.MinedFrom;
import org.anchorage.driver.mine.StoredTable;
import org.anchorage.driver.run.Position;
import org.anchorage.driver.run.TrainedRun;
import org.apache.hadoop.fs.Path;

/**
 * Where the table of a checkpoint lies in its run: {@code mined/round-N}. If a table of the run
 * lies there that was mined from other parameters of the same round, it may have planned an epoch.
 * It stays, and the name of the new one ends with the first digits of its parameters. Thread-safe.
 */
public final class RoundPlace {

  private static final int DIGITS = 8;

  private final TrainedRun run;
  private final Position checkpoint;
  private final MinedFrom from;
  private final Path usual;

  private RoundPlace(TrainedRun run, Position checkpoint, MinedFrom from) {
    this.run = run;
    this.checkpoint = checkpoint;
    this.from = from;
    this.usual = run.directory().mined(checkpoint);
  }

  /** Names the place of a checkpoint's table. Reads the whole network's parameters. */
  public static RoundPlace of(TrainedRun run, Position checkpoint) {
    return new RoundPlace(
        run, checkpoint, MinedFrom.of(checkpoint, run.open().context().shared().whole(checkpoint)));
  }

  /** Returns the table that was mined from the checkpoint, of the corpus that is open. */
  public Optional<StoredTable> table() {
    return mined(Stream.of(usual, beside()));
  }

  /**
   * Returns the table that the training itself has mined from the checkpoint's parameters, of the
   * corpus that is open. Only the trainer writes there.
   */
  public Optional<StoredTable> ofTraining() {
    // The checkpoint at an epoch's end stands in the epoch that follows.
    return mined(
        IntStream.of(checkpoint.epoch() - 1, checkpoint.epoch())
            .mapToObj(epoch -> run.directory().mined(epoch)));
  }

  private Optional<StoredTable> mined(Stream<Path> places) {
    return places
        .flatMap(place -> at(place).stream())
        .filter(table -> table.from().isSameAs(from))
        .filter(this::isOfCorpus)
        .findFirst();
  }

  /**
   * Returns where the table of the checkpoint lies, or will lie. A table that is there is of the
   * checkpoint, or does not say its round, or is of another corpus.
   */
  public Path target() {
    Optional<Path> own = table().map(StoredTable::location);
    // One that does not say its round is of an old version and plans no epoch.
    boolean lost =
        at(usual).filter(this::isOfCorpus).filter(table -> table.from().isKnown()).isPresent();
    return own.orElseGet(() -> lost ? beside() : usual);
  }

  /**
   * Refuses a place at which a table of another corpus lies.
   *
   * @throws ArtifactException if one lies there
   */
  public void requireOwn() {
    at(target()).filter(table -> !isOfCorpus(table)).ifPresent(this::refuse);
  }

  private Path beside() {
    return usual.suffix("-" + from.parameters().substring(0, DIGITS));
  }

  private Optional<StoredTable> at(Path place) {
    return StoredTable.find(place, run.open().hadoop());
  }

  private boolean isOfCorpus(StoredTable table) {
    return table.corpus().equals(run.open().parent().fingerprint());
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
            + "), so it is not replaced; mine the corpus that the run is trained on, or move the"
            + " table away, or replace it by mine --run "
            + run.directory().location()
            + " --replace");
  }
}
