/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.Map;
import java.util.Objects;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.config.value.Key;
import org.anchorage.driver.artifact.ArtifactException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which images have their turn in a pass. A table is gone on with if it is of the same
 * corpus and the same settings. If not, all images have their turn, and the log says why.
 */
final class Turns {

  private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

  private final SparkSession session;
  private final int cycles;
  private final Map<String, String> written;
  private final Manifest.Parent corpus;

  /**
   * Prepares to decide.
   *
   * @param cycles passes in which every image has its turn
   * @param written the settings of the pass
   * @param corpus that is mined
   */
  Turns(SparkSession session, int cycles, Map<String, String> written, Manifest.Parent corpus) {
    this.session = session;
    this.cycles = cycles;
    this.written = written;
    this.corpus = corpus;
  }

  /**
   * Returns whose turn it is.
   *
   * @param before location of the table before; null if there is none
   * @param rows that are mined
   */
  Turn after(@Nullable Path before, int[] rows) {
    if (cycles == 1 || before == null) {
      return Turn.ofAll(cycles);
    }
    IdTable table;
    try {
      table = IdTable.open(session, before);
    } catch (ArtifactException e) {
      LOG.warn("The negatives of all images are sought anew. {}", e.getMessage());
      return Turn.ofAll(cycles);
    }
    String difference = difference(table, rows.length);
    if (difference != null) {
      LOG.warn(
          "The negatives of all images are sought anew, because the table at {} is of {}",
          before,
          difference);
      return Turn.ofAll(cycles);
    }
    Turn turn = new Turn(table.pass() + 1, cycles, table);
    int[] places = turn.places(rows);
    // A few images may leave a turn that is nobody's.
    return places == null || places.length == 0 ? Turn.ofAll(cycles) : turn;
  }

  /** Returns in what a table differs from the pass, or null. */
  private @Nullable String difference(IdTable table, int images) {
    if (!table.corpus().fingerprint().equals(corpus.fingerprint()) || table.images() != images) {
      return "another corpus";
    }
    for (Key key : MineSettings.CHOOSE_NEGATIVES) {
      String then = table.setting(key.path());
      String now = written.get(key.path());
      if (!Objects.equals(then, now)) {
        return key.path() + " = " + then + ", not " + now;
      }
    }
    return null;
  }
}
