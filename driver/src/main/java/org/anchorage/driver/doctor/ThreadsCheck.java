/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.util.List;
import java.util.Map;

/**
 * Threads of one operation. The libraries oneDNN and OpenBLAS read the number from the environment
 * when they are loaded. Many workers with one thread each are faster, and do not collapse on a busy
 * machine.
 *
 * @param environment of this process
 */
record ThreadsCheck(Map<String, String> environment) implements Check {

  private static final String SUBJECT = "threads";
  private static final List<String> NAMES = List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS");

  @Override
  public List<Finding> findings() {
    List<String> others =
        NAMES.stream()
            .filter(name -> !"1".equals(environment.get(name)))
            .map(name -> name + "=" + environment.getOrDefault(name, "(not set)"))
            .toList();
    if (others.isEmpty()) {
      return List.of(Finding.ok(SUBJECT, "one a worker: " + String.join(", ", NAMES) + " are 1"));
    }
    return List.of(
        Finding.warning(
            SUBJECT,
            String.join(", ", others),
            "set them to 1 before Java starts (./anchorage does), and give more workers instead"));
  }
}
