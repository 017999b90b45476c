/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.anchorage.core.architecture.EncoderShape.Length;
import org.anchorage.core.architecture.InitialWeights.Drawn;
import org.anchorage.core.architecture.LayerGraph.Node;
import org.anchorage.core.config.SettingsReader;
import org.junit.jupiter.api.Test;

class TestArchitectures {

  private static final EncoderShape UNIT = new EncoderShape(4, 8, Length.UNIT);
  private static final EncoderShape FREE = new EncoderShape(4, 8, Length.FREE);

  private static Architecture of(String name) {
    return Architectures.find(name).orElseThrow();
  }

  @Test
  void theyAreFoundByName() {
    assertThat(Architectures.names()).startsWith("c2f2", "residual").doesNotHaveDuplicates();
    assertThat(of("c2f2").leastSide()).isEqualTo(16);
    assertThat(of("residual").leastSide()).isEqualTo(8);
    assertThat(Architectures.find("C2F2")).isEmpty();
  }

  @Test
  void theDefaultsSayWhatEachIs() throws IOException {
    try (InputStream defaults = SettingsReader.class.getResourceAsStream("defaults.conf")) {
      String text =
          new String(Objects.requireNonNull(defaults).readAllBytes(), StandardCharsets.UTF_8);
      for (String name : Architectures.names()) {
        assertThat(text.contains("# " + name + ":"))
            .as("conf/defaults.conf has a line '# %s: ...' above encoder.name", name)
            .isTrue();
      }
    }
  }

  @Test
  void bothReadPixelsAsTheyAre() {
    for (String name : List.of("c2f2", "residual")) {
      assertThat(of(name).input()).isEqualTo(InputRule.UNIT);
    }
  }

  @Test
  void c2f2IsAChain() {
    List<Node> nodes = of("c2f2").layers(UNIT).nodes();

    assertThat(nodes.stream().map(Node::name))
        .containsExactly(
            "conv1",
            "pool1",
            "relu1",
            "conv2",
            "pool2",
            "relu2",
            "dense",
            "relu3",
            "embedding",
            "unit");
    assertThat(nodes.get(0).inputs()).containsExactly("image");
    for (int i = 1; i < nodes.size(); i++) {
      assertThat(nodes.get(i).inputs()).containsExactly(nodes.get(i - 1).name());
    }
  }

  @Test
  void residualDoublesItsChannelsAndHalvesItsImages() {
    LayerGraph graph = of("residual").layers(UNIT);

    assertThat(node(graph, "stem-conv").layer())
        .isEqualTo(new Layer.Convolution(3, 2, 1, 4, Layer.Bias.NONE));
    assertThat(node(graph, "stage2-1-a-conv").layer())
        .isEqualTo(new Layer.Convolution(3, 2, 1, 8, Layer.Bias.NONE));
    assertThat(node(graph, "stage3-1-short-conv").layer())
        .isEqualTo(new Layer.Convolution(1, 2, 0, 16, Layer.Bias.NONE));
    assertThat(node(graph, "stage1-1").inputs()).containsExactly("stage1-1-b-norm", "stem-norm");
    assertThat(node(graph, "stage2-1").inputs())
        .containsExactly("stage2-1-b-norm", "stage2-1-short-norm");
    assertThat(node(graph, "stage2-1-a-conv").seedName()).isEqualTo("stage2-1-a");
  }

  @Test
  void onlyTheEmbeddingIsHead() {
    for (String name : Architectures.names()) {
      assertThat(head(of(name).layers(UNIT))).containsExactly("embedding", "unit");
      assertThat(head(of(name).layers(FREE))).containsExactly("embedding");
      assertThat(of(name).layers(FREE).output()).isEqualTo("embedding");
    }
  }

  @Test
  void weightsAreSmallerWhereNoLengthIsDividedOut() {
    for (String name : List.of("c2f2", "residual")) {
      Drawn unit = of(name).initialWeights(UNIT).drawn();
      Drawn free = of(name).initialWeights(FREE).drawn();
      assertThat(unit.gain(Part.BACKBONE)).isEqualTo(2);
      assertThat(unit.gain(Part.HEAD)).isEqualTo(1);
      assertThat(free.gain(Part.BACKBONE)).isEqualTo(1 / 3.0);
      assertThat(free.gain(Part.HEAD)).isEqualTo(1 / 3.0);
      assertThatThrownBy(() -> unit.gain(Part.LOSS))
          .hasMessage("A loss draws its own parameters; ask for the gain of BACKBONE or HEAD");
    }
  }

  private static List<String> head(LayerGraph graph) {
    return graph.nodes().stream().filter(node -> node.part() == Part.HEAD).map(Node::name).toList();
  }

  private static Node node(LayerGraph graph, String name) {
    return graph.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
