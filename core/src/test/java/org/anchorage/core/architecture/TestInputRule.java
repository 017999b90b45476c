/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.anchorage.core.architecture.InputRule.ChannelOrder;
import org.anchorage.core.architecture.InputRule.Resize;
import org.junit.jupiter.api.Test;

class TestInputRule {

  private static InputRule rule(double high, List<Double> mean, List<Double> deviation, int pad) {
    return new InputRule(0, high, mean, deviation, ChannelOrder.RGB, Resize.ANTIALIASED, pad);
  }

  @Test
  void oneNumberIsForAllChannels() {
    InputRule rule = rule(1, List.of(0.5), List.of(0.1, 0.2, 0.3), 0);

    assertThat(rule.mean(2)).isEqualTo(0.5);
    assertThat(rule.deviation(2)).isEqualTo(0.3);
    assertThat(rule.reads(3)).isTrue();
    assertThat(rule.reads(1)).isFalse();
    assertThat(InputRule.UNIT.reads(1)).isTrue();
  }

  @Test
  void onlyPixelsAsTheyAreAreTheIdentity() {
    List<Double> none = List.of(0.0);
    List<Double> one = List.of(1.0);

    assertThat(InputRule.UNIT.isIdentity()).isTrue();
    assertThat(rule(1, List.of(0.0, 0.0, 0.0), one, 255).isIdentity()).isTrue();
    assertThat(rule(2, none, one, 0).isIdentity()).isFalse();
    assertThat(rule(1, List.of(0.1), one, 0).isIdentity()).isFalse();
    assertThat(rule(1, none, List.of(0.5), 0).isIdentity()).isFalse();
    assertThat(new InputRule(0, 1, none, one, ChannelOrder.BGR, Resize.ANTIALIASED, 0).isIdentity())
        .isFalse();
  }

  @Test
  void theRulesOfPretrainedNetworksResizeAsPillowAndReadColour() {
    assertThat(InputRule.UNIT_PILLOW.isIdentity()).isTrue();
    assertThat(InputRule.UNIT_PILLOW.reads(1)).isTrue();
    for (InputRule rule : List.of(InputRule.IMAGENET, InputRule.SYMMETRIC, InputRule.CAFFE)) {
      assertThat(rule.resize()).isEqualTo(Resize.PILLOW);
      assertThat(rule.padding()).isZero();
      assertThat(rule.isIdentity()).isFalse();
    }
    assertThat(InputRule.UNIT.resize()).isEqualTo(Resize.ANTIALIASED);
    assertThat(InputRule.IMAGENET.reads(1)).isFalse();
    assertThat(InputRule.CAFFE.mean(0)).isEqualTo(103.939);
    assertThat(InputRule.CAFFE.order()).isEqualTo(ChannelOrder.BGR);
  }

  @Test
  void refusesWhatIsOutOfRange() {
    List<Double> one = List.of(1.0);
    assertThatThrownBy(() -> rule(0, one, one, 0))
        .hasMessage("An image cannot range from 0.0 to 0.0; low must be below high");
    assertThatThrownBy(() -> rule(1, List.of(0.0, 0.0), one, 0))
        .hasMessage("A mean of [0.0, 0.0] has 2 numbers; give 1 for all channels, or 3");
    assertThatThrownBy(() -> rule(1, one, List.of(0.0), 0))
        .hasMessage("Cannot divide by a deviation of [0.0]; use positive numbers");
    assertThatThrownBy(() -> rule(1, one, one, 256))
        .hasMessage("Cannot pad with a brightness of 256; use 0 (black) to 255 (white)");
  }
}
