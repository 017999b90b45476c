/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.anchorage.worker.gpu.Capability;
import org.anchorage.worker.gpu.Gpu;

/**
 * The cards that ND4J's CUDA binary (nd4j-cuda-11.6 1.0.0-M2.1) has code for. It holds machine code
 * for these capabilities and no PTX, which a newer card's driver could compile. So it has no code
 * for a card of a newer major capability. Stateless.
 */
final class CudaCode {

  private static final List<Capability> MADE_FOR =
      List.of(
          new Capability(3, 7),
          new Capability(5, 0),
          new Capability(5, 2),
          new Capability(6, 0),
          new Capability(6, 1),
          new Capability(7, 0),
          new Capability(7, 5),
          new Capability(8, 0),
          new Capability(8, 6));

  private static final String BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";

  private CudaCode() {}

  /** Whether this build computes on GPUs, that is, was made with {@code -Pcuda}. */
  static boolean isOnClassPath() {
    try {
      Class.forName(BACKEND, false, CudaCode.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Whether there is code that cards of this capability run. */
  static boolean covers(Capability capability) {
    return MADE_FOR.stream().anyMatch(capability::runs);
  }

  /** Returns what is wrong with a card, as a sentence with its remedy; empty for a good card. */
  static Optional<String> complaint(Gpu gpu) {
    return gpu.capability()
        .filter(capability -> !covers(capability))
        .map(
            capability ->
                gpu
                    + " cannot be used: ND4J's CUDA binary has code for "
                    + supported()
                    + " and none that newer cards could compile; use such a card, or a build"
                    + " without -Pcuda, which computes on the CPU");
  }

  /** Returns the capabilities that there is code for, in words. */
  static String supported() {
    return "compute capability "
        + MADE_FOR.stream().map(Capability::toString).collect(Collectors.joining(", "))
        + " (and later ones of the same major number, such as 8.9)";
  }

  /**
   * Refuses cards that the binary has no code for.
   *
   * @throws IllegalStateException if one of them is such a card; the message names its capability
   *     and the supported ones
   */
  static void requireCovered(List<Gpu> gpus) {
    for (Gpu gpu : gpus) {
      complaint(gpu)
          .ifPresent(
              complaint -> {
                throw new IllegalStateException(complaint);
              });
    }
  }
}
