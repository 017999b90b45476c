/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.anchorage.core.architecture.EncoderShape.Length;
import org.anchorage.core.architecture.ParameterLayout.Kind;
import org.anchorage.core.architecture.ParameterLayout.Span;
import org.junit.jupiter.api.Test;

class TestMovingParameters {

  private static final LayerGraph GRAPH = graph();

  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          List.of(
              new Span("early", "weights", 0, 2, Kind.LEARNT, Part.BACKBONE),
              new Span("late", "weights", 2, 4, Kind.LEARNT, Part.BACKBONE),
              new Span("late", "mean", 4, 5, Kind.FIXED, Part.BACKBONE),
              new Span("late", "variance", 5, 6, Kind.MEASURED, Part.BACKBONE),
              new Span("embedding", "weights", 6, 7, Kind.LEARNT, Part.HEAD),
              new Span("loss", "rows0", 7, 8, Kind.LEARNT, Part.LOSS)));

  private static LayerGraph graph() {
    LayerGraph.Builder graph = LayerGraph.builder();
    graph.append("early", new Layer.Rectifier()).beginStage();
    return graph
        .append("late", new Layer.Rectifier())
        .withHead(new EncoderShape(4, 8, Length.FREE));
  }

  private static float[] ramp(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = i;
    }
    return values;
  }

  @Test
  void whatIsFixedNeverMoves() {
    MovingParameters moving = MovingParameters.of(LAYOUT, GRAPH, Trainable.ALL);
    assertThat(moving.of(ramp(8))).containsExactly(0, 1, 2, 3, 5, 6, 7);
    assertThat(moving.areAll()).isFalse();
    assertThat(moving.layout().measured().stream()).containsExactly(4);
  }

  @Test
  void theHeadAndTheLossMoveAlone() {
    MovingParameters moving = MovingParameters.of(LAYOUT, GRAPH, Trainable.HEAD);
    assertThat(moving.of(ramp(8))).containsExactly(6, 7);
    assertThat(moving.over(ramp(8), new float[] {-6, -7}))
        .containsExactly(0, 1, 2, 3, 4, 5, -6, -7);
    assertThat(moving.layout().layers()).containsExactly("embedding", "loss");
  }

  @Test
  void lastStagesMoveWithTheHead() {
    MovingParameters moving = MovingParameters.of(LAYOUT, GRAPH, new Trainable(1));
    assertThat(moving.of(ramp(8))).containsExactly(2, 3, 5, 6, 7);
    assertThat(moving.over(ramp(8), moving.of(ramp(8)))).isEqualTo(ramp(8));
  }

  @Test
  void allMoveWhereNothingIsFixed() {
    ParameterLayout free =
        new ParameterLayout(List.of(new Span("late", "bias", 0, 3, Kind.LEARNT, Part.BACKBONE)));
    MovingParameters moving = MovingParameters.of(free, GRAPH, Trainable.ALL);
    assertThat(moving.areAll()).isTrue();
    assertThat(moving.of(ramp(3))).isEqualTo(ramp(3));
  }

  @Test
  void refusesOtherNetworks() {
    MovingParameters moving = MovingParameters.of(LAYOUT, GRAPH, Trainable.HEAD);
    assertThatThrownBy(() -> moving.of(new float[7]))
        .hasMessage("A network has 8 parameters, not 7; pass those of the same settings");
    assertThatThrownBy(() -> moving.over(new float[8], new float[3]))
        .hasMessage("Its moving part has 2 parameters, not 3; pass those of the same settings");
  }

  @Test
  void whatIsTrainableIsWritten() {
    for (String written : List.of("all", "head", "last-stages 2")) {
      assertThat(Trainable.of(written).written()).isEqualTo(written);
    }
    assertThat(Trainable.of("last-stages 2")).isEqualTo(new Trainable(2));
    for (String wrong : List.of("last-stages 0", "last-stages", "none", "last-stages 1.5")) {
      assertThatThrownBy(() -> Trainable.of(wrong))
          .hasMessage("use all, head, or \"last-stages N\" with N from 1");
    }
    assertThatThrownBy(() -> new Trainable(-1))
        .hasMessage("Cannot train the last -1 stages; use 0 or more");
  }

  @Test
  void refusesACutThroughAShortcut() {
    LayerGraph.Builder graph = LayerGraph.builder();
    graph.add("a", new Layer.Rectifier(), LayerGraph.IMAGE);
    graph.add("b", new Layer.Rectifier(), "a");
    graph.beginStage();
    graph.add("sum", new Layer.ResidualSum(Layer.Activation.NONE), "b", "a");
    LayerGraph whole = graph.withHead(new EncoderShape(4, 8, Length.FREE));
    assertThatThrownBy(() -> whole.split(new Trainable(1)))
        .hasMessage(
            "Cannot split a network of 2 stages at last-stages 1: its rest reads [b, a] of the"
                + " frozen part");
  }
}
