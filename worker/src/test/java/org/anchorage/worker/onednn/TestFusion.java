/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.architecture.Layer;
import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.core.architecture.Layer.ConvolutionUnit;
import org.anchorage.core.architecture.Layer.Filters;
import org.anchorage.core.architecture.Layer.Norm;
import org.anchorage.core.architecture.Layer.Window;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.LayerGraph.Node;
import org.anchorage.core.architecture.Part;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.worker.onednn.Step.Convolve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestFusion {

  private static LayerGraph graph(String name, String... words) {
    Settings settings =
        SettingsReader.defaults()
            .with(List.of("encoder.name=" + name, "image.width=64", "image.height=64"))
            .with(List.of("image.channels=3", "embedding.dim=8"))
            .with(List.of(words))
            .settings();
    return settings.encoder().architecture().layers(settings.encoder().shape());
  }

  private static FusedGraph fused(LayerGraph graph) {
    return FusedGraph.of(graph).orElseThrow();
  }

  /** Convolutions and pools, of which sums: what torchvision's networks have. */
  @ParameterizedTest
  @CsvSource({
    "resnet-18, frozen, 21, 8",
    "resnet-34, trained, 37, 16",
    "resnet-50, frozen, 54, 16",
    "mobilenet-v2, folded, 52, 10",
    "mobilenet-v2, trained, 52, 10"
  })
  void sumsAndNormsArePartOfConvolutions(String name, String norm, int steps, int sums) {
    FusedGraph fused = fused(graph(name, "encoder.weights=none.pth", "encoder.batch-norm=" + norm));
    assertThat(fused.steps()).hasSize(steps);
    assertThat(fused.steps())
        .filteredOn(step -> step instanceof Convolve each && each.summand() != null)
        .hasSize(sums);
    assertThat(fused.head()).extracting(Node::name).startsWith("average");
    for (Step step : fused.steps()) {
      if (step instanceof Convolve each) {
        assertThat(each.norm() != null).isEqualTo(norm.equals("trained"));
      }
    }
  }

  @Test
  void windowsAreThoseOfResNets() {
    assertThat(fused(graph("resnet-18")).isWindowed()).isTrue();
    assertThat(fused(graph("mobilenet-v2")).isWindowed()).isFalse();
  }

  @Test
  void theFirstStagesAloneEndInAMap() {
    LayerGraph graph = graph("resnet-18");
    FusedGraph fused = fused(graph.split(Trainable.of("last-stages 2")).frozen());
    assertThat(fused.head()).isEmpty();
    assertThat(fused.steps().size()).isLessThan(21);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c2f2", "residual"})
  void olderNetworksStayAsTheyAre(String name) {
    assertThat(CompiledNetwork.covers(graph(name))).isFalse();
  }

  private static Layer linear() {
    return new ConvolutionUnit(
        Window.symmetric(3, 1), Filters.FULL, 16, Norm.BIAS, 0, Activation.NONE);
  }

  private static Node node(String name, Layer layer, String... inputs) {
    return new Node(name, layer, List.of(inputs), Part.BACKBONE, 0, name);
  }

  /** A sum takes the place of its other summand, so that one must not be read again. */
  @Test
  void aMapThatIsReadAgainIsNotOverwritten() {
    Layer sum = new Layer.ResidualSum(Activation.NONE);
    List<Node> nodes =
        new ArrayList<>(
            List.of(
                node("first", linear(), LayerGraph.IMAGE),
                node("middle", linear(), "first"),
                node("second", linear(), "middle"),
                node("sum", sum, "second", "first"),
                node("third", linear(), "sum")));
    assertThat(CompiledNetwork.covers(new LayerGraph(nodes))).isTrue();
    nodes.add(node("again", sum, "third", "first"));
    assertThat(CompiledNetwork.covers(new LayerGraph(nodes))).isFalse();
  }

  @Test
  void aSumOfTheImagesIsNotKnown() {
    List<Node> nodes =
        List.of(
            node("first", linear(), LayerGraph.IMAGE),
            node("sum", new Layer.ResidualSum(Activation.NONE), "first", LayerGraph.IMAGE));
    assertThat(CompiledNetwork.covers(new LayerGraph(nodes))).isFalse();
  }
}
