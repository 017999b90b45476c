/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture.names;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** Weights of networks that look like ours by their name and are not, told by their tensors. */
public enum ForeignWeights {
  // Before version 1: it has that one's names too.
  KERAS_RESNET_2(
      "(layers/)?conv2_block1_preact_bn/.*",
      "These are weights of Keras' ResNetV2, which normalises before it convolves; use weights of"
          + " torchvision's or timm's resnet-50"),
  KERAS_RESNET(
      "(layers/)?conv2_block1_1_conv/.*|res2a_branch2a(/.*)?",
      "These are weights of Keras' ResNet, which is version 1: it strides in the first 1 x 1"
          + " convolution of a block, adds biases, and reads images as Caffe does. resnet-50 is"
          + " version 1.5; use weights of torchvision or timm"),
  MOBILENET_V3(
      "features\\.4\\.block\\.2\\.fc1\\.weight|blocks\\.\\d\\.\\d\\.se\\.conv_reduce\\.weight",
      "These are weights of a network with squeeze-and-excitation, such as MobileNetV3; use those of"
          + " MobileNetV2"),
  TRANSFORMER(
      "(.*\\.)?blocks\\.0\\.attn\\.qkv\\.weight|encoder\\.layers\\.encoder_layer_0\\..*",
      "These are weights of a transformer; use those of a ResNet or of MobileNetV2");

  private final Pattern pattern;
  private final String words;

  ForeignWeights(String pattern, String words) {
    this.pattern = Pattern.compile(pattern);
    this.words = words;
  }

  /** Returns what the tensors are and what to use; empty if they are none of these. */
  public static Optional<String> words(Collection<String> names) {
    for (ForeignWeights each : values()) {
      if (names.stream().anyMatch(name -> each.pattern.matcher(name).matches())) {
        return Optional.of(each.words);
      }
    }
    return Optional.empty();
  }
}
