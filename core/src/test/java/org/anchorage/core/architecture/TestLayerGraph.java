/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.anchorage.core.architecture.EncoderShape.Length;
import org.junit.jupiter.api.Test;

class TestLayerGraph {

  private static final EncoderShape SHAPE = new EncoderShape(4, 8, Length.FREE);

  @Test
  void refusesALayerThatReadsALaterOne() {
    LayerGraph.Builder graph = LayerGraph.builder();
    graph.add("a", new Layer.Rectifier(), "b");
    graph.add("b", new Layer.Rectifier(), LayerGraph.IMAGE);
    assertThatThrownBy(() -> graph.withHead(SHAPE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Layer a reads b, which is not before it; add b first");
  }

  @Test
  void refusesANameThatOccursTwice() {
    LayerGraph.Builder graph = LayerGraph.builder();
    graph.append("a", new Layer.Rectifier()).append("a", new Layer.Rectifier());
    assertThatThrownBy(() -> graph.withHead(SHAPE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Two layers are called a; give each its own name");
  }

  @Test
  void refusesNoLayers() {
    assertThatThrownBy(() -> new LayerGraph(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A network without layers gives no embedding; add one");
  }
}
