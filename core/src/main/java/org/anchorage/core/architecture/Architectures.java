/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import java.util.List;
import java.util.Optional;

/** The table of architectures by name. Stateless and thread-safe. */
public final class Architectures {

  private static final List<Architecture> ALL =
      List.of(
          new C2f2(),
          new Residual(),
          new ResNet(18),
          new ResNet(34),
          new ResNet(50),
          new MobileNetV2());

  private Architectures() {}

  /** Returns the architecture of that name; empty if there is none. */
  public static Optional<Architecture> find(String name) {
    return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Returns those that start from pretrained weights, in the order of the table. */
  public static List<Architecture> backbones() {
    return ALL.stream().filter(Architecture::isBackbone).toList();
  }

  /** Returns all names, in the order of the table. */
  public static List<String> names() {
    return ALL.stream().map(Architecture::name).toList();
  }
}
