/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.evaluate;

import java.io.Serializable;
import org.anchorage.core.metrics.PairSample;
import org.anchorage.core.metrics.PairTally;
import org.anchorage.core.metrics.RetrievalProtocol;
import org.anchorage.core.metrics.RetrievalTally;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.jspecify.annotations.Nullable;

/**
 * Measures one block of queries. Metrics are defined on exact neighbours, so an approximate search
 * is refused.
 *
 * @param protocol which items are searched for, and among which
 * @param coarse the protocol over coarse classes; null if there are none
 * @param pairs that are verified; null if none are asked for
 * @param reach how much of each query's ranking is used
 */
record BlockMeasure(
    RetrievalProtocol protocol,
    @Nullable RetrievalProtocol coarse,
    @Nullable PairSample pairs,
    Reach reach)
    implements NeighbourStage.Task<BlockMeasure.Tally> {

  /** How much of each query's ranking is used. */
  enum Reach {
    /** Only the nearest that R-precision and MAP@R need. */
    NEAREST,
    /** The whole ranking, for MAP and MRR. */
    WHOLE
  }

  /** The tallies of a block. */
  record Tally(RetrievalTally retrieval, @Nullable RetrievalTally coarse, @Nullable PairTally pairs)
      implements Serializable {

    Tally plus(Tally other) {
      return new Tally(
          retrieval.plus(other.retrieval),
          coarse == null || other.coarse == null ? null : coarse.plus(other.coarse),
          pairs == null || other.pairs == null ? null : pairs.plus(other.pairs));
    }
  }

  @Override
  public int k() {
    int fine = protocol.neededK();
    return coarse == null ? fine : Math.max(fine, coarse.neededK());
  }

  @Override
  public Tally run(NeighbourSearch prepared, NeighbourStage.Base base, int from, int to) {
    if (!prepared.exact()) {
      throw new IllegalArgumentException(
          "Metrics need exact neighbours, and this search is approximate; evaluate with"
              + " SearchKind.EXACT");
    }
    Vectors block = base.queries().open().read(from, to);
    RetrievalProtocol rough = coarse;
    RetrievalTally fine;
    RetrievalTally coarsely = null;
    if (reach == Reach.WHOLE) {
      fine =
          protocol.tally(
              from,
              prepared.ranks(
                  block,
                  query -> protocol.relevant(from + query),
                  query -> protocol.leftOut(from + query)));
      if (rough != null) {
        coarsely = rough.tally(from, search(prepared, block, from, rough.neededK()));
      }
    } else {
      Neighbours found = search(prepared, block, from, protocol.neededK());
      fine = protocol.tally(from, found);
      coarsely = rough == null ? null : rough.tally(from, found);
    }
    return new Tally(
        fine, coarsely, pairs == null ? null : pairs.tally(block, from, base.vectors().open()));
  }

  private Neighbours search(NeighbourSearch prepared, Vectors block, int from, int k) {
    return prepared.search(block, (query, item) -> item != protocol.own(from + query), k);
  }
}
