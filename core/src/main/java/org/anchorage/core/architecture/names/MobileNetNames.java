/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture.names;

/**
 * Names of the units of a MobileNetV2. Its units are {@code stem}, {@code blockB-expand}, {@code
 * blockB-depthwise} and {@code blockB-project} for B from 1 to 17, and {@code last}. Stateless.
 */
final class MobileNetNames {

  /** Blocks of each group, as timm counts them. */
  private static final int[] GROUPS = {1, 2, 3, 4, 3, 3, 1};

  private static final int LAST = 18;

  private MobileNetNames() {}

  /** {@code features.2.conv.0.0}: a block is a sequence, without the expansion in the first. */
  static UnitName torchvision(String unit) {
    if (!isInBlock(unit)) {
      String at = "features." + (unit.equals("stem") ? 0 : LAST);
      return new UnitName(at + ".0", at + ".1");
    }
    String block = "features." + block(unit) + ".conv.";
    int expanded = block(unit) == 1 ? 0 : 1;
    return switch (part(unit)) {
      case "expand" -> new UnitName(block + "0.0", block + "0.1");
      case "depthwise" -> new UnitName(block + expanded + ".0", block + expanded + ".1");
      default -> new UnitName(block + (expanded + 1), block + (expanded + 2));
    };
  }

  /** {@code blocks.1.0.conv_pw}: the first block has no expansion, and counts otherwise. */
  static UnitName timm(String unit) {
    if (!isInBlock(unit)) {
      return unit.equals("stem")
          ? new UnitName("conv_stem", "bn1")
          : new UnitName("conv_head", "bn2");
    }
    int group = 0;
    int at = block(unit) - 1;
    while (at >= GROUPS[group]) {
      at -= GROUPS[group++];
    }
    String block = "blocks." + group + "." + at + ".";
    boolean first = group == 0;
    return switch (part(unit)) {
      case "expand" -> new UnitName(block + "conv_pw", block + "bn1");
      case "depthwise" -> new UnitName(block + "conv_dw", block + (first ? "bn1" : "bn2"));
      default ->
          new UnitName(block + (first ? "conv_pw" : "conv_pwl"), block + (first ? "bn2" : "bn3"));
    };
  }

  /** {@code block_1_expand} of keras.applications, where block 0 is {@code expanded_conv}. */
  static UnitName keras(String unit) {
    if (!isInBlock(unit)) {
      return unit.equals("stem")
          ? new UnitName("Conv1", "bn_Conv1")
          : new UnitName("Conv_1", "Conv_1_bn");
    }
    int block = block(unit) - 1;
    String name = (block == 0 ? "expanded_conv_" : "block_" + block + "_") + part(unit);
    return new UnitName(name, name + "_BN");
  }

  /** {@code expanded_conv_1.expand} of TensorFlow's slim, with batch normalisation folded. */
  static UnitName slim(String unit) {
    if (!isInBlock(unit)) {
      return new UnitName(unit.equals("stem") ? "Conv" : "Conv_1", "");
    }
    int block = block(unit) - 1;
    return new UnitName("expanded_conv" + (block == 0 ? "" : "_" + block) + "." + part(unit), "");
  }

  private static boolean isInBlock(String unit) {
    return unit.startsWith("block");
  }

  private static int block(String unit) {
    return Integer.parseInt(unit.substring("block".length(), unit.indexOf('-')));
  }

  private static String part(String unit) {
    return unit.substring(unit.indexOf('-') + 1);
  }
}
