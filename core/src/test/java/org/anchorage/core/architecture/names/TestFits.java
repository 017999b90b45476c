/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.architecture.Architecture;
import org.anchorage.core.architecture.Architectures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestFits {

  private static Architecture architecture(String name) {
    return Architectures.find(name).orElseThrow();
  }

  private static Fit nearest(Map<String, List<Integer>> tensors) {
    return Fits.nearest(tensors).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "torchvision-resnet-18, TORCHVISION, resnet-18, 1, 100, 22",
    "torchvision-resnet-34, TORCHVISION, resnet-34, 1, 180, 38",
    "torchvision-resnet-50, TORCHVISION, resnet-50, 1, 265, 55",
    "torchvision-mobilenet-v2, TORCHVISION, mobilenet-v2, 1, 260, 54",
    "timm-mobilenet-v2-1.4, TIMM, mobilenet-v2, 1.4, 260, 54",
    "keras-mobilenet-v2, KERAS, mobilenet-v2, 1, 260, 2",
    "keras3-counted-mobilenet-v2-0.35, KERAS, mobilenet-v2, 0.35, 260, 2",
    "keras3-named-mobilenet-v2-0.5, KERAS, mobilenet-v2, 0.5, 260, 0",
    "folded-mobilenet-v2-1.4, FOLDED, mobilenet-v2, 1.4, 104, 0"
  })
  void everyTensorOfEveryFrameworkIsMatchedOnce(
      String file, Convention convention, String name, double multiplier, int matched, int head) {
    Map<String, List<Integer>> tensors = TensorLists.of(file);
    Fit fit = nearest(tensors);
    assertThat(fit.isComplete()).as("%s", fit).isTrue();
    assertThat(fit.convention()).isEqualTo(convention);
    assertThat(fit.architecture().name()).isEqualTo(name);
    assertThat(fit.multiplier()).isEqualTo(multiplier);
    assertThat(fit.matched()).hasSize(matched);
    assertThat(fit.matched().values()).doesNotHaveDuplicates();
    assertThat(fit.head()).hasSize(head);
    assertThat(Fits.of(tensors, architecture(name), multiplier).isComplete()).isTrue();
  }

  @Test
  void aDeeperNetworkLeavesTensorsOver() {
    Map<String, List<Integer>> deeper = TensorLists.of("torchvision-resnet-34");
    Fit fit = Fits.of(deeper, architecture("resnet-18"), 1);
    assertThat(fit.missing()).isEmpty();
    assertThat(fit.misshapen()).isEmpty();
    assertThat(fit.leftOver()).hasSize(80).contains("layer1.2.conv1.weight");
    assertThat(fit.isComplete()).isFalse();
  }

  @Test
  void aTensorThatIsAwayIsMissingAndOneOfAnotherShapeIsMisshapen() {
    Map<String, List<Integer>> tensors =
        new LinkedHashMap<>(TensorLists.of("torchvision-resnet-18"));
    tensors.remove("bn1.running_var");
    tensors.put("conv1.weight", List.of(64, 1, 7, 7));
    Fit fit = nearest(tensors);
    assertThat(fit.architecture().name()).isEqualTo("resnet-18");
    assertThat(fit.missing()).extracting(Wanted::name).containsExactly("bn1.running_var");
    assertThat(fit.misshapen()).hasSize(1);
    assertThat(fit.misshapen().get(0).name()).isEqualTo("conv1.weight");
    assertThat(fit.misshapen().get(0).shape()).containsExactly(64, 1, 7, 7);
    assertThat(fit.misshapen().get(0).wanted().shape()).containsExactly(64, 3, 7, 7);
  }

  @Test
  void anotherMultiplierIsMisshapen() {
    Fit fit = Fits.of(TensorLists.of("timm-mobilenet-v2-1.4"), architecture("mobilenet-v2"), 1);
    assertThat(fit.convention()).isEqualTo(Convention.TIMM);
    assertThat(fit.misshapen()).hasSizeGreaterThan(200);
    assertThat(fit.missing()).isEmpty();
  }

  @Test
  void kerasResNetIsKnownAndFitsNothing() {
    Map<String, List<Integer>> tensors = TensorLists.of("keras-resnet-50");
    assertThat(Fits.nearest(tensors)).isEmpty();
    assertThat(ForeignWeights.words(tensors.keySet()))
        .contains(
            "These are weights of Keras' ResNet, which is version 1: it strides in the first 1 x 1"
                + " convolution of a block, adds biases, and reads images as Caffe does. resnet-50"
                + " is version 1.5; use weights of torchvision or timm");
  }

  @Test
  void kerasResNetV2IsKnownThoughItHasNamesOfVersion1() {
    assertThat(
            ForeignWeights.words(
                List.of(
                    "conv1_conv/kernel",
                    "conv2_block1_1_conv/kernel",
                    "conv2_block1_preact_bn/gamma")))
        .hasValueSatisfying(words -> assertThat(words).contains("Keras' ResNetV2"));
    assertThat(ForeignWeights.words(List.of("layers/conv2_block1_1_conv/vars/0")))
        .hasValueSatisfying(words -> assertThat(words).contains("which is version 1"));
  }

  @Test
  void ourOwnTensorsAreTheHead() {
    Map<String, List<Integer>> tensors =
        new LinkedHashMap<>(TensorLists.of("torchvision-resnet-18"));
    tensors.keySet().removeIf(name -> name.startsWith("fc.") || name.endsWith("tracked"));
    tensors.put("embedding.weight", List.of(128, 512));
    tensors.put("embedding.bias", List.of(128));
    tensors.put("pool.p", List.of(1));
    Fit fit = nearest(tensors);
    assertThat(fit.isComplete()).isTrue();
    assertThat(fit.head()).containsExactly("embedding.weight", "embedding.bias", "pool.p");
  }

  @Test
  void onlyBackbonesHaveWeightsInFiles() {
    assertThatThrownBy(() -> Fits.of(Map.of(), architecture("residual"), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("residual has no weights in files; pass a backbone");
  }
}
