/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.loss.AngularLossSettings.Form;
import org.anchorage.core.config.loss.AngularLossSettings.Normalise;
import org.anchorage.core.config.value.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestSimilarityLossSettings {

  private static final String[] PAIRS = {"batch.sampler=pairs", "batch.images=2"};

  private static LossSettings loss(String... words) {
    return reader(words).settings().loss();
  }

  private static LossSettings pairsLoss(String... words) {
    return reader(words).with(List.of(PAIRS)).settings().loss();
  }

  private static SettingsReader reader(String... words) {
    return SettingsReader.defaults().with(List.of(words));
  }

  @Test
  void everyLossHasTheDefaultsItSays() {
    assertThat(pairsLoss("loss.name=n-pairs-ovo")).isEqualTo(new NPairsOvoLossSettings(0.002));
    assertThat(pairsLoss("loss.name=angular"))
        .isEqualTo(new AngularLossSettings(45, Form.MC, Normalise.ALL, 0.002));
    assertThat(pairsLoss("loss.name=n-pairs-angular"))
        .isEqualTo(new NPairsAngularLossSettings(45, Form.MC, Normalise.ALL, 2, 0.002, 0.005));
    assertThat(loss("loss.name=nt-xent")).isEqualTo(new NtXentLossSettings(0.07));
    assertThat(loss("loss.name=supcon"))
        .isEqualTo(new SupConLossSettings(0.1, 0.1, SupConLossSettings.Reduce.NONZERO));
    assertThat(loss("loss.name=multi-similarity"))
        .isEqualTo(new MultiSimilarityLossSettings(2, 50, 0.5, 0.1));
    assertThat(loss("loss.name=lifted"))
        .isEqualTo(new LiftedLossSettings(LiftedLossSettings.Form.PAIRS, 1, 0));
    assertThat(loss("loss.name=circle"))
        .isEqualTo(new CircleLossSettings(0.4, 80, CircleLossSettings.Over.ANCHOR));
    assertThat(loss("loss.name=nca")).isEqualTo(new NcaLossSettings(1));
    assertThat(pairsLoss("loss.name=mnrl")).isEqualTo(new MultipleNegativesLossSettings(20));
  }

  @Test
  void everyConstantIsRead() {
    assertThat(pairsLoss("loss.name=n-pairs-ovo", "loss.n-pairs.l2=0.1"))
        .isEqualTo(new NPairsOvoLossSettings(0.1));
    assertThat(
            loss(
                "loss.name=angular",
                "loss.angular.alpha=36",
                "loss.angular.form=batch",
                "loss.angular.normalise=pairs",
                "loss.angular.l2=0.1"))
        .isEqualTo(new AngularLossSettings(36, Form.BATCH, Normalise.PAIRS, 0.1));
    assertThat(
            loss(
                "loss.name=n-pairs-angular",
                "loss.angular.alpha=50",
                "loss.angular.form=batch",
                "loss.angular.normalise=none",
                "loss.angular.weight=3",
                "loss.angular.l2=0",
                "loss.angular.length=0.1"))
        .isEqualTo(new NPairsAngularLossSettings(50, Form.BATCH, Normalise.NONE, 3, 0, 0.1));
    assertThat(loss("loss.name=nt-xent", "loss.nt-xent.temperature=0.5"))
        .isEqualTo(new NtXentLossSettings(0.5));
    assertThat(
            loss(
                "loss.name=supcon",
                "loss.supcon.temperature=0.5",
                "loss.supcon.base-temperature=0.07",
                "loss.supcon.reduce=all"))
        .isEqualTo(new SupConLossSettings(0.5, 0.07, SupConLossSettings.Reduce.ALL));
    assertThat(
            loss(
                "loss.name=multi-similarity",
                "loss.multi-similarity.alpha=18",
                "loss.multi-similarity.beta=75",
                "loss.multi-similarity.base=0.77",
                "loss.multi-similarity.epsilon=0"))
        .isEqualTo(new MultiSimilarityLossSettings(18, 75, 0.77, 0));
    assertThat(
            loss(
                "loss.name=lifted",
                "loss.lifted.form=generalised",
                "loss.lifted.margin=2",
                "loss.lifted.positive-margin=0.1"))
        .isEqualTo(new LiftedLossSettings(LiftedLossSettings.Form.GENERALISED, 2, 0.1));
    assertThat(
            loss(
                "loss.name=circle",
                "loss.circle.margin=0.25",
                "loss.circle.gamma=256",
                "loss.circle.over=batch"))
        .isEqualTo(new CircleLossSettings(0.25, 256, CircleLossSettings.Over.BATCH));
    assertThat(loss("loss.name=nca", "loss.nca.scale=4")).isEqualTo(new NcaLossSettings(4));
    assertThat(pairsLoss("loss.name=mnrl", "loss.mnrl.scale=10"))
        .isEqualTo(new MultipleNegativesLossSettings(10));
  }

  @Test
  void epsilonMayBeNone() {
    assertThat(loss("loss.name=multi-similarity", "loss.multi-similarity.epsilon=none"))
        .isEqualTo(new MultiSimilarityLossSettings(2, 50, 0.5, Double.POSITIVE_INFINITY));
  }

  @ParameterizedTest
  @CsvSource({"n-pairs-ovo", "angular", "n-pairs-angular", "mnrl"})
  void whatReadsPairsIsRefusedWithoutThem(String name) {
    assertThatThrownBy(() -> loss("loss.name=" + name))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use loss.name = "
                + name
                + ": it reads a batch as pairs; set batch.sampler = pairs and batch.images = 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "angular | loss.angular.alpha=90 | Cannot use loss.angular.alpha = 90.0: it must lie between 1.0 and 89.0",
        "angular | loss.angular.l2=-1 | Cannot use loss.angular.l2 = -1.0: it must be zero or a positive number",
        "angular | loss.angular.form=triplets | Cannot use loss.angular.form = triplets: use one of [mc, batch, hinge]",
        "angular | loss.angular.normalise=yes | Cannot use loss.angular.normalise = yes: use one of [all, pairs, none]",
        "n-pairs-angular | loss.angular.weight=0 | Cannot use loss.angular.weight = 0.0: it must be a positive number",
        "n-pairs-angular | loss.angular.length=-1 | Cannot use loss.angular.length = -1.0: it must be zero or a positive number",
        "n-pairs-angular | loss.angular.form=hinge | Cannot use loss.angular.form = hinge: loss.name = n-pairs-angular has no triplets; use mc or batch",
        "nt-xent | loss.nt-xent.temperature=0 | Cannot use loss.nt-xent.temperature = 0.0: it must be a positive number",
        "supcon | loss.supcon.temperature=-1 | Cannot use loss.supcon.temperature = -1.0: it must be a positive number",
        "supcon | loss.supcon.base-temperature=0 | Cannot use loss.supcon.base-temperature = 0.0: it must be a positive number",
        "multi-similarity | loss.multi-similarity.alpha=0 | Cannot use loss.multi-similarity.alpha = 0.0: it must be a positive number",
        "multi-similarity | loss.multi-similarity.beta=0 | Cannot use loss.multi-similarity.beta = 0.0: it must be a positive number",
        "multi-similarity | loss.multi-similarity.base=2 | Cannot use loss.multi-similarity.base = 2.0: it must lie between -1.0 and 1.0",
        "multi-similarity | loss.multi-similarity.epsilon=-1 | Cannot use loss.multi-similarity.epsilon = -1.0: it must be zero or a positive number",
        "multi-similarity | loss.multi-similarity.epsilon=all | Cannot use loss.multi-similarity.epsilon = all: it must be a number, or none",
        "lifted | loss.lifted.margin=0 | Cannot use loss.lifted.margin = 0.0: it must be a positive number",
        "lifted | loss.lifted.positive-margin=-1 | Cannot use loss.lifted.positive-margin = -1.0: it must be zero or a positive number",
        "circle | loss.circle.margin=2 | Cannot use loss.circle.margin = 2.0: it must lie between 0.0 and 1.0",
        "circle | loss.circle.gamma=0 | Cannot use loss.circle.gamma = 0.0: it must be a positive number",
        "nca | loss.nca.scale=0 | Cannot use loss.nca.scale = 0.0: it must be a positive number",
        "mnrl | loss.mnrl.scale=0 | Cannot use loss.mnrl.scale = 0.0: it must be a positive number",
      })
  void refusesAValueOutOfRange(String name, String word, String message) {
    assertThatThrownBy(() -> pairsLoss("loss.name=" + name, word))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void hingeMeasuresAllRowsAlike() {
    assertThatThrownBy(
            () ->
                loss(
                    "loss.name=angular", "loss.angular.form=hinge", "loss.angular.normalise=pairs"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use loss.angular.normalise = pairs: loss.angular.form = hinge measures"
                + " distances between rows; use all or none");
  }
}
