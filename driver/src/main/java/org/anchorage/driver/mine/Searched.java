/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.Locale;
import org.anchorage.core.config.MineSearch;
import org.anchorage.driver.record.MiningRecord;
import org.anchorage.mining.cells.Recall;

/**
 * How a mining pass looked for neighbours, and what it found of them.
 *
 * @param kind exact or cells
 * @param cells that the images were divided into; 0 if the search was exact
 * @param probes cells that each image was compared with; 0 if the search was exact
 * @param recall of neighbours of other classes, on a sample; of none if the search was exact
 */
public record Searched(MineSearch.Kind kind, int cells, int probes, Recall recall) {

  static Searched exactly() {
    return new Searched(MineSearch.Kind.EXACT, 0, 0, new Recall(0, 0));
  }

  /** Returns the share of the exact neighbours of other classes that were found. */
  public double share() {
    return recall.share();
  }

  /** Returns it as the record of an epoch has it. */
  MiningRecord.Search record() {
    return new MiningRecord.Search(written(), cells, probes, share(), recall.wanted());
  }

  /** Returns the kind as it is written. */
  public String written() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the recall in words, for a progress line; empty if the search was exact. */
  String note() {
    return kind == MineSearch.Kind.EXACT
        ? ""
        : String.format(Locale.ROOT, "recall %.3f of neighbours of other classes", share());
  }

  /** Returns it in words, for a line of a command. */
  public String inWords() {
    return kind == MineSearch.Kind.EXACT
        ? "exact"
        : String.format(
            Locale.ROOT,
            "by cells: %,d cells, %,d probed by each image, recall %.3f (%,d of %,d neighbours of"
                + " a sample)",
            cells,
            probes,
            share(),
            recall.found(),
            recall.wanted());
  }
}
