/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.anchorage.core.architecture.ParameterLayout.Kind;
import org.anchorage.core.architecture.ParameterLayout.Range;
import org.anchorage.core.architecture.ParameterLayout.Span;
import org.junit.jupiter.api.Test;

class TestParameterLayout {

  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          List.of(
              new Span("conv", "weights", 0, 4, Kind.LEARNT, Part.BACKBONE),
              new Span("norm", "gamma", 4, 6, Kind.LEARNT, Part.BACKBONE),
              new Span("norm", "mean", 6, 8, Kind.MEASURED, Part.BACKBONE),
              new Span("embedding", "weights", 8, 9, Kind.LEARNT, Part.HEAD),
              new Span("late", "bias", 9, 10, Kind.LEARNT, Part.BACKBONE)));

  @Test
  void partsAreAsFewRangesAsCanBe() {
    assertThat(LAYOUT.backbone()).containsExactly(new Range(0, 8), new Range(9, 10));
    assertThat(LAYOUT.head()).containsExactly(new Range(8, 9));
    assertThat(LAYOUT.loss()).isEmpty();
    assertThat(LAYOUT.size()).isEqualTo(10);
    assertThat(LAYOUT.layers()).containsExactly("conv", "norm", "embedding", "late");
  }

  @Test
  void measuredAreTheirPlaces() {
    assertThat(LAYOUT.measured().stream()).containsExactly(6, 7);
  }

  @Test
  void refusesAGapAndAnOverlap() {
    for (int from : new int[] {3, 5}) {
      assertThatThrownBy(
              () ->
                  new ParameterLayout(
                      List.of(
                          new Span("a", "weights", 0, 4, Kind.LEARNT, Part.BACKBONE),
                          new Span("b", "bias", from, 6, Kind.LEARNT, Part.BACKBONE))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Parameters bias of layer b lie from %d to 6, and those before end at 4;"
                      .formatted(from)
                  + " spans must lie side by side");
    }
  }
}
