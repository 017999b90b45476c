/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture.names;

import java.util.Locale;

/** Names of the units of a ResNet. Stateless. */
final class ResNetNames {

  private ResNetNames() {}

  /** Names of torchvision, which timm and most papers have taken over. */
  static UnitName torchvision(String unit) {
    if (unit.equals("stem")) {
      return new UnitName("conv1", "bn1");
    }
    String[] words = unit.split("-", -1);
    String block =
        String.format(
            Locale.ROOT,
            "layer%s.%d.",
            words[0].substring("stage".length()),
            Integer.parseInt(words[1]) - 1);
    if (words[2].equals("short")) {
      return new UnitName(block + "downsample.0", block + "downsample.1");
    }
    int number = words[2].charAt(0) - 'a' + 1;
    return new UnitName(block + "conv" + number, block + "bn" + number);
  }
}
