/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.anchorage.worker.gpu.Gpu;

/**
 * The cards of this machine, and whether the engine's library has code for them.
 *
 * @param cards lists the cards
 * @param cuda whether this build computes on GPUs
 * @param complaint why the library cannot use a card; empty if it can
 */
record GpuCheck(Cards cards, boolean cuda, Function<Gpu, Optional<String>> complaint)
    implements Check {

  private static final String SUBJECT = "gpu";

  /** Lists cards. */
  @FunctionalInterface
  interface Cards {

    List<Gpu> gpus() throws IOException;
  }

  @Override
  public List<Finding> findings() {
    List<Gpu> gpus;
    try {
      gpus = cards.gpus();
    } catch (IOException e) {
      return List.of(
          cuda
              ? Finding.failure(SUBJECT, e, "install NVIDIA's driver, or build without -Pcuda")
              : Finding.ok(SUBJECT, "none; this build computes on the CPU"));
    }
    if (gpus.isEmpty()) {
      return List.of(
          cuda
              ? Finding.problem(
                  SUBJECT, "none", "run on a machine with a GPU, or build without -Pcuda")
              : Finding.ok(SUBJECT, "none; this build computes on the CPU"));
    }
    List<Finding> findings = new ArrayList<>();
    for (Gpu gpu : gpus) {
      findings.add(finding(gpu));
    }
    return findings;
  }

  private Finding finding(Gpu gpu) {
    Optional<String> wrong = complaint.apply(gpu);
    if (cuda) {
      return wrong
          .map(text -> Finding.failure(SUBJECT, new IOException(text), ""))
          .orElse(Finding.ok(SUBJECT, gpu + ", driver " + gpu.driver()));
    }
    return Finding.ok(
        SUBJECT,
        gpu
            + (wrong.isPresent()
                ? ", not used: ND4J's CUDA binary has no code for it"
                : ", not used: this build computes on the CPU; -Pcuda makes one that uses it"));
  }
}
