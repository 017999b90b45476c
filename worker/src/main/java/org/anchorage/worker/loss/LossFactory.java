/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.AngularLossSettings;
import org.anchorage.core.config.loss.AngularLossSettings.Form;
import org.anchorage.core.config.loss.CircleLossSettings;
import org.anchorage.core.config.loss.ContrastiveLossSettings;
import org.anchorage.core.config.loss.CrossBatchMemorySettings;
import org.anchorage.core.config.loss.LiftedLossSettings;
import org.anchorage.core.config.loss.LossVisitor;
import org.anchorage.core.config.loss.MarginLossSettings;
import org.anchorage.core.config.loss.MultiSimilarityLossSettings;
import org.anchorage.core.config.loss.MultipleNegativesLossSettings;
import org.anchorage.core.config.loss.NPairsAngularLossSettings;
import org.anchorage.core.config.loss.NPairsLossSettings;
import org.anchorage.core.config.loss.NPairsLossSettings.Repeats;
import org.anchorage.core.config.loss.NPairsOvoLossSettings;
import org.anchorage.core.config.loss.NcaLossSettings;
import org.anchorage.core.config.loss.NormalisedSoftmaxLossSettings;
import org.anchorage.core.config.loss.NtXentLossSettings;
import org.anchorage.core.config.loss.ProxyAnchorLossSettings;
import org.anchorage.core.config.loss.ProxyNcaLossSettings;
import org.anchorage.core.config.loss.SoftmaxLossSettings;
import org.anchorage.core.config.loss.SupConLossSettings;
import org.anchorage.core.config.loss.TripletLossSettings;
import org.anchorage.core.config.loss.WeightedLossesSettings;
import org.anchorage.core.config.miner.AllMinerSettings;
import org.anchorage.core.config.miner.MinerSettings;
import org.anchorage.mining.tuples.AllPairsMiner;
import org.anchorage.mining.tuples.AllTripletsMiner;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.SemiHardMiner;

/**
 * Makes the loss that settings describe.
 *
 * @param classes number of classes to train on
 */
record LossFactory(int classes) implements LossVisitor<RankingLoss> {

  @Override
  public RankingLoss triplet(TripletLossSettings settings) {
    Miner miner = triplets(settings.miner());
    if (settings.epsilon() > 0) {
      return new TripletMarginLoss(miner, settings.margin(), settings.epsilon(), settings.swap());
    }
    Penalty penalty =
        switch (settings.term()) {
          case HINGE -> new Penalty.Hinge(settings.margin());
          case SOFT -> new Penalty.Soft(settings.softMargin());
        };
    return settings.miner() instanceof AllMinerSettings
        ? new BatchAllLoss(settings.distance(), penalty, settings.swap(), settings.reducer())
        : new TripletLoss(settings.distance(), miner, penalty, settings.swap(), settings.reducer());
  }

  @Override
  public RankingLoss contrastive(ContrastiveLossSettings settings) {
    return new ContrastiveLoss(
        settings.distance(),
        pairs(settings.miner()),
        settings.form(),
        settings.positiveMargin(),
        settings.negativeMargin(),
        settings.mean());
  }

  @Override
  public RankingLoss margin(MarginLossSettings settings) {
    return new MarginLoss(
        settings.distance(),
        triplets(settings.miner()),
        settings.margin(),
        settings.beta(),
        settings.betaRate());
  }

  @Override
  public RankingLoss nPairs(NPairsLossSettings settings) {
    return new NPairsLoss(
        settings.l2(), settings.repeats(), settings.anchor(), settings.negatives());
  }

  @Override
  public RankingLoss nPairsOvo(NPairsOvoLossSettings settings) {
    return new NPairsOvoLoss(settings.l2());
  }

  @Override
  public RankingLoss angular(AngularLossSettings settings) {
    double alpha = settings.alpha();
    return switch (settings.form()) {
      case MC -> new AngularMcLoss(alpha, settings.normalise(), settings.l2());
      case BATCH ->
          new AngularBatchLoss(alpha, settings.normalise(), AngularBatchLoss.Positives.ALL);
      case HINGE -> new AngularHingeLoss(alpha, settings.normalise(), new SemiHardMiner());
    };
  }

  @Override
  public RankingLoss nPairsAngular(NPairsAngularLossSettings settings) {
    double alpha = settings.alpha();
    return settings.form() == Form.MC
        ? WeightedLosses.sum(
            new NPairsLoss(settings.l2(), Repeats.LEAVE_OUT),
            new AngularMcLoss(alpha, settings.normalise(), 0),
            settings.weight())
        : WeightedLosses.sum(
            new NPairsBatchLoss(settings.length()),
            new AngularBatchLoss(alpha, settings.normalise(), AngularBatchLoss.Positives.FIRST),
            settings.weight());
  }

  @Override
  public RankingLoss ntXent(NtXentLossSettings settings) {
    return new NtXentLoss(settings.temperature());
  }

  @Override
  public RankingLoss supCon(SupConLossSettings settings) {
    return new SupConLoss(settings.temperature(), settings.baseTemperature(), settings.reduce());
  }

  @Override
  public RankingLoss multiSimilarity(MultiSimilarityLossSettings settings) {
    return new MultiSimilarityLoss(
        settings.alpha(), settings.beta(), settings.base(), settings.epsilon());
  }

  @Override
  public RankingLoss lifted(LiftedLossSettings settings) {
    return switch (settings.form()) {
      case PAIRS -> new LiftedPairsLoss(settings.margin());
      case GENERALISED -> new LiftedAnchorLoss(settings.margin(), settings.positiveMargin());
    };
  }

  @Override
  public RankingLoss circle(CircleLossSettings settings) {
    return new CircleLoss(settings.margin(), settings.gamma(), settings.over());
  }

  @Override
  public RankingLoss nca(NcaLossSettings settings) {
    return new NcaLoss(settings.scale());
  }

  @Override
  public RankingLoss multipleNegatives(MultipleNegativesLossSettings settings) {
    return new MultipleNegativesLoss(settings.scale());
  }

  @Override
  public RankingLoss proxyNca(ProxyNcaLossSettings settings) {
    return new ProxyNcaLoss(
        classes, settings.scale(), settings.own(), settings.smoothing(), settings.rate());
  }

  @Override
  public RankingLoss proxyAnchor(ProxyAnchorLossSettings settings) {
    return new ProxyAnchorLoss(classes, settings.alpha(), settings.margin(), settings.rate());
  }

  @Override
  public RankingLoss softmax(SoftmaxLossSettings settings) {
    return new SoftmaxLoss(classes, settings.rate());
  }

  @Override
  public RankingLoss normalisedSoftmax(NormalisedSoftmaxLossSettings settings) {
    return new NormalisedSoftmaxLoss(classes, settings.temperature(), settings.rate());
  }

  @Override
  public RankingLoss weighted(WeightedLossesSettings settings) {
    return new WeightedLosses(
        settings.members().stream()
            .map(member -> new WeightedLosses.Member(member.loss().accept(this), member.weight()))
            .toList());
  }

  @Override
  public RankingLoss crossBatchMemory(CrossBatchMemorySettings settings) {
    return new CrossBatchMemory(settings.loss().accept(this), settings.size());
  }

  private static Miner triplets(MinerSettings settings) {
    return settings.accept(new MinerFactory(new AllTripletsMiner()));
  }

  private static Miner pairs(MinerSettings settings) {
    return settings.accept(new MinerFactory(new AllPairsMiner(AllPairsMiner.Order.UNORDERED)));
  }
}
