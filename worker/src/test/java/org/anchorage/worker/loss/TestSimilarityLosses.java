/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.anchorage.core.config.loss.AngularLossSettings;
import org.anchorage.core.config.loss.AngularLossSettings.Form;
import org.anchorage.core.config.loss.AngularLossSettings.Normalise;
import org.anchorage.core.config.loss.CircleLossSettings;
import org.anchorage.core.config.loss.LiftedLossSettings;
import org.anchorage.core.config.loss.LossSettings;
import org.anchorage.core.config.loss.MultiSimilarityLossSettings;
import org.anchorage.core.config.loss.MultipleNegativesLossSettings;
import org.anchorage.core.config.loss.NPairsAngularLossSettings;
import org.anchorage.core.config.loss.NPairsLossSettings.Repeats;
import org.anchorage.core.config.loss.NPairsOvoLossSettings;
import org.anchorage.core.config.loss.NcaLossSettings;
import org.anchorage.core.config.loss.NtXentLossSettings;
import org.anchorage.core.config.loss.SupConLossSettings;
import org.anchorage.mining.tuples.SemiHardMiner;
import org.junit.jupiter.api.Test;

class TestSimilarityLosses {

  @Test
  void pairSettingsBecomeTheirLoss() {
    assertBecomes(new NPairsOvoLossSettings(0.1), new NPairsOvoLoss(0.1));
    assertBecomes(new MultipleNegativesLossSettings(10), new MultipleNegativesLoss(10));
  }

  @Test
  void angularSettingsBecomeTheirLoss() {
    assertBecomes(
        new AngularLossSettings(40, Form.MC, Normalise.NONE, 0.1),
        new AngularMcLoss(40, Normalise.NONE, 0.1));
    assertBecomes(
        new AngularLossSettings(40, Form.BATCH, Normalise.PAIRS, 0.1),
        new AngularBatchLoss(40, Normalise.PAIRS, AngularBatchLoss.Positives.ALL));
    assertBecomes(
        new AngularLossSettings(40, Form.HINGE, Normalise.ALL, 0.1),
        new AngularHingeLoss(40, Normalise.ALL, new SemiHardMiner()));
    assertBecomes(
        new AngularLossSettings(40, Form.HINGE, Normalise.NONE, 0.1),
        new AngularHingeLoss(40, Normalise.NONE, new SemiHardMiner()));
    assertBecomes(
        new NPairsAngularLossSettings(40, Form.MC, Normalise.ALL, 3, 0.1, 0.2),
        WeightedLosses.sum(
            new NPairsLoss(0.1, Repeats.LEAVE_OUT), new AngularMcLoss(40, Normalise.ALL, 0), 3));
    assertBecomes(
        new NPairsAngularLossSettings(40, Form.BATCH, Normalise.ALL, 3, 0.1, 0.2),
        WeightedLosses.sum(
            new NPairsBatchLoss(0.2),
            new AngularBatchLoss(40, Normalise.ALL, AngularBatchLoss.Positives.FIRST),
            3));
  }

  @Test
  void otherSettingsBecomeTheirLoss() {
    assertBecomes(new NtXentLossSettings(0.5), new NtXentLoss(0.5));
    assertBecomes(
        new SupConLossSettings(0.5, 0.07, SupConLossSettings.Reduce.ALL),
        new SupConLoss(0.5, 0.07, SupConLossSettings.Reduce.ALL));
    assertBecomes(
        new MultiSimilarityLossSettings(18, 75, 0.77, 0.1),
        new MultiSimilarityLoss(18, 75, 0.77, 0.1));
    assertBecomes(
        new LiftedLossSettings(LiftedLossSettings.Form.PAIRS, 0.5, 0.1), new LiftedPairsLoss(0.5));
    assertBecomes(
        new LiftedLossSettings(LiftedLossSettings.Form.GENERALISED, 0.5, 0.1),
        new LiftedAnchorLoss(0.5, 0.1));
    assertBecomes(
        new CircleLossSettings(0.25, 256, CircleLossSettings.Over.BATCH),
        new CircleLoss(0.25, 256, CircleLossSettings.Over.BATCH));
    assertBecomes(new NcaLossSettings(4), new NcaLoss(4));
  }

  private static void assertBecomes(LossSettings settings, RankingLoss loss) {
    assertThat(RankingLosses.of(settings, 7)).isEqualTo(loss);
  }
}
