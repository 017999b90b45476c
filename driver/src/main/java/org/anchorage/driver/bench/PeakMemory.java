/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The most memory that this process has had. Linux tells it; other systems do not. */
final class PeakMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";

  private PeakMemory() {}

  /** Returns the peak of the resident memory in MB; 0 if the system does not tell it. */
  static long residentMb() {
    try {
      return Files.exists(STATUS) ? of(Files.readAllLines(STATUS)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Returns the peak that lines such as {@code VmHWM: 2048 kB} give, in MB; 0 if none does. */
  static long of(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(PEAK))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
        .findFirst()
        .orElse(0);
  }
}
