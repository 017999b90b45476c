/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import org.anchorage.core.config.miner.BatchEasyHardMinerSettings.Range;
import org.anchorage.core.config.miner.BatchEasyHardMinerSettings.Strategy;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * One positive and one negative of each anchor, each chosen by its own strategy (<a
 * href="https://arxiv.org/abs/1904.04370">Xuan, Stylianou, Pless 2020</a>, easy positives: they
 * leave a class several places in space). The rules are those of pytorch-metric-learning's {@code
 * BatchEasyHardMiner}. On a tie the lower index wins. An anchor that does not get both is left out,
 * unless a strategy is {@link Strategy#ALL}; then each side is kept on its own.
 *
 * @param positive how positives are chosen
 * @param negative how negatives are chosen; semi-hard only beside easy or hard positives. Likewise,
 *     semi-hard positives only beside easy or hard negatives
 * @param positiveRange distances among which positives are chosen
 * @param negativeRange distances among which negatives are chosen
 */
public record BatchEasyHardMiner(
    Strategy positive, Strategy negative, Range positiveRange, Range negativeRange)
    implements Miner {

  public BatchEasyHardMiner {
    check(positiveRange);
    check(negativeRange);
    if ((positive == Strategy.SEMI_HARD && !single(negative))
        || (negative == Strategy.SEMI_HARD && !single(positive))) {
      throw new IllegalArgumentException(
          "Positives "
              + positive
              + " and negatives "
              + negative
              + " cannot go together: semi-hard is measured against one chosen partner; make the"
              + " other EASY or HARD");
    }
  }

  private static void check(Range range) {
    if (!(range.least() <= range.most())) {
      throw new IllegalArgumentException(
          "No distance lies between "
              + range.least()
              + " and "
              + range.most()
              + "; put the lower one first");
    }
  }

  /** A miner that chooses among all distances. */
  public BatchEasyHardMiner(Strategy positive, Strategy negative) {
    this(positive, negative, Range.ANY, Range.ANY);
  }

  @Override
  public Pairs mine(Distances distances, Rows rows, Seed seed) {
    distances.check(rows);
    boolean together = positive != Strategy.ALL && negative != Strategy.ALL;
    PairList pairs = new PairList();
    for (int a = 0; a < rows.anchors(); a++) {
      Search search = new Search(distances, rows, a);
      double infinite = Double.POSITIVE_INFINITY;
      int p = -1;
      int n = -1;
      if (single(positive)) {
        p = search.positive(infinite);
      }
      if (single(negative)) {
        n = search.negative(-infinite);
      }
      if (positive == Strategy.SEMI_HARD && n >= 0) {
        p = search.positive(distances.between(a, n));
      }
      if (negative == Strategy.SEMI_HARD && p >= 0) {
        n = search.negative(distances.between(a, p));
      }
      boolean complete = !together || (p >= 0 && n >= 0);
      if (positive == Strategy.ALL) {
        search.addPositives(pairs);
      } else if (p >= 0 && complete) {
        pairs.addPositive(a, p);
      }
      if (negative == Strategy.ALL) {
        search.addNegatives(pairs);
      } else if (n >= 0 && complete) {
        pairs.addNegative(a, n);
      }
    }
    return pairs.pairs();
  }

  private static boolean single(Strategy strategy) {
    return strategy == Strategy.EASY || strategy == Strategy.HARD;
  }

  /** Looks around one anchor. */
  private final class Search {

    private final Distances distances;
    private final Rows rows;
    private final int anchor;

    Search(Distances distances, Rows rows, int anchor) {
      this.distances = distances;
      this.rows = rows;
      this.anchor = anchor;
    }

    private boolean isPositive(int i) {
      return i != anchor && rows.same(anchor, i) && positiveRange.has(distances.between(anchor, i));
    }

    private boolean isNegative(int i) {
      return !rows.same(anchor, i) && negativeRange.has(distances.between(anchor, i));
    }

    /** Returns the chosen positive strictly nearer than a bound, or -1. */
    int positive(double below) {
      int chosen = -1;
      for (int i = 0; i < rows.size(); i++) {
        if (isPositive(i) && distances.between(anchor, i) < below) {
          chosen = chosen < 0 || better(i, chosen, positive != Strategy.EASY) ? i : chosen;
        }
      }
      return chosen;
    }

    /** Returns the chosen negative strictly farther than a bound, or -1. */
    int negative(double above) {
      int chosen = -1;
      for (int i = 0; i < rows.size(); i++) {
        if (isNegative(i) && distances.between(anchor, i) > above) {
          chosen = chosen < 0 || better(i, chosen, negative == Strategy.EASY) ? i : chosen;
        }
      }
      return chosen;
    }

    private boolean better(int i, int chosen, boolean farther) {
      double distance = distances.between(anchor, i);
      double best = distances.between(anchor, chosen);
      return farther ? distance > best : distance < best;
    }

    void addPositives(PairList pairs) {
      for (int i = 0; i < rows.size(); i++) {
        if (isPositive(i)) {
          pairs.addPositive(anchor, i);
        }
      }
    }

    void addNegatives(PairList pairs) {
      for (int i = 0; i < rows.size(); i++) {
        if (isNegative(i)) {
          pairs.addNegative(anchor, i);
        }
      }
    }
  }
}
