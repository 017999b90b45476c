/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import org.anchorage.core.config.value.Check;

/**
 * The losses that weigh an embedding's partners against one another, by cosine, inner product or
 * distance, and their constants. Immutable.
 */
public sealed interface SimilarityLossSettings extends LossSettings
    permits AngularLossSettings,
        SimilarityLossSettings.NPairsOvo,
        SimilarityLossSettings.NtXent,
        SimilarityLossSettings.SupCon,
        SimilarityLossSettings.MultiSimilarity,
        SimilarityLossSettings.Lifted,
        SimilarityLossSettings.Circle,
        SimilarityLossSettings.Nca,
        SimilarityLossSettings.Mnrl {

  /**
   * N-pairs loss with one term for each other pair instead of one for all of them.
   *
   * @param l2 weight of the squared lengths, zero or more; default 0.002; shared with N-pairs
   */
  record NPairsOvo(double l2) implements SimilarityLossSettings {

    public NPairsOvo {
      Check.notNegative("loss.n-pairs.l2", l2);
    }

    @Override
    public String written() {
      return "n-pairs-ovo";
    }

    @Override
    public boolean takesPairs() {
      return true;
    }
  }

  /**
   * NT-Xent: each positive pair against the negatives of its anchor.
   *
   * @param temperature over 0; default 0.07
   */
  record NtXent(double temperature) implements SimilarityLossSettings {

    public NtXent {
      Check.positive("loss.nt-xent.temperature", temperature);
    }

    @Override
    public String written() {
      return "nt-xent";
    }
  }

  /**
   * Supervised contrastive loss: each positive pair against all other rows.
   *
   * @param temperature over 0; default 0.1
   * @param baseTemperature over 0; the loss is multiplied by temperature / this; default 0.1
   * @param reduce which anchors the mean is over; default those with a value over zero
   */
  record SupCon(double temperature, double baseTemperature, Reduce reduce)
      implements SimilarityLossSettings {

    /** Which anchors the mean is over. */
    public enum Reduce {
      /** Those with a value over zero; a batch of one class has value 0. */
      NONZERO,
      /** All; an anchor without positives counts as 0. */
      ALL
    }

    public SupCon {
      Check.positive("loss.supcon.temperature", temperature);
      Check.positive("loss.supcon.base-temperature", baseTemperature);
    }

    @Override
    public String written() {
      return "supcon";
    }
  }

  /**
   * Multi-similarity loss: soft thresholds on the cosines of positives and of negatives.
   *
   * @param alpha over 0; how sharply near positives are told from far ones; default 2
   * @param beta over 0; the same for negatives; default 50
   * @param base cosine of the threshold, -1 to 1; default 0.5
   * @param epsilon a positive counts if it is less similar than the most similar negative plus
   *     this, a negative if it is more similar than the least similar positive less this; zero or
   *     more, default 0.1; infinite keeps every pair
   */
  record MultiSimilarity(double alpha, double beta, double base, double epsilon)
      implements SimilarityLossSettings {

    public MultiSimilarity {
      Check.positive("loss.multi-similarity.alpha", alpha);
      Check.positive("loss.multi-similarity.beta", beta);
      Check.within("loss.multi-similarity.base", base, -1, 1);
      if (epsilon != Double.POSITIVE_INFINITY) {
        Check.notNegative("loss.multi-similarity.epsilon", epsilon);
      }
    }

    @Override
    public String written() {
      return "multi-similarity";
    }
  }

  /**
   * Lifted structure loss: all negatives of a positive pair, or of an anchor, at once.
   *
   * @param form by pair (default) or by anchor
   * @param margin over 0, in units of the Euclidean distance; default 1
   * @param positiveMargin zero or more; distance that positives may keep where form is generalised;
   *     default 0
   */
  record Lifted(Form form, double margin, double positiveMargin) implements SimilarityLossSettings {

    /** What a term is of. */
    public enum Form {
      /** A positive pair with the negatives of both (Song et al. 2016). */
      PAIRS,
      /** An anchor with all its positives and negatives (Hermans et al. 2017). */
      GENERALISED
    }

    public Lifted {
      Check.positive("loss.lifted.margin", margin);
      Check.notNegative("loss.lifted.positive-margin", positiveMargin);
    }

    @Override
    public String written() {
      return "lifted";
    }
  }

  /**
   * Circle loss: cosines weighed by how far each is from where it should be.
   *
   * @param margin 0 to 1: negatives shall be under it, positives over 1 less it; default 0.4
   * @param gamma over 0; scale of the cosines; default 80
   * @param over what a term is of; default an anchor
   */
  record Circle(double margin, double gamma, Over over) implements SimilarityLossSettings {

    /** What a term is of. */
    public enum Over {
      /** An anchor with its positives and negatives. */
      ANCHOR,
      /** The batch: all its pairs together. */
      BATCH
    }

    public Circle {
      Check.within("loss.circle.margin", margin, 0, 1);
      Check.positive("loss.circle.gamma", gamma);
    }

    @Override
    public String written() {
      return "circle";
    }
  }

  /**
   * Neighbourhood components analysis: a random neighbour, drawn by nearness, shall be of the
   * anchor's class.
   *
   * @param scale of the squared distances, over 0; default 1
   */
  record Nca(double scale) implements SimilarityLossSettings {

    public Nca {
      Check.positive("loss.nca.scale", scale);
    }

    @Override
    public String written() {
      return "nca";
    }
  }

  /**
   * Multiple negatives ranking loss: cross entropy of scaled cosines, the other pairs' positives
   * being the negatives.
   *
   * @param scale of the cosines, over 0; default 20
   */
  record Mnrl(double scale) implements SimilarityLossSettings {

    public Mnrl {
      Check.positive("loss.mnrl.scale", scale);
    }

    @Override
    public String written() {
      return "mnrl";
    }

    @Override
    public boolean takesPairs() {
      return true;
    }
  }
}
