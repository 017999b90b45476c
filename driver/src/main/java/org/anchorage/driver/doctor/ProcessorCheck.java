/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What instructions the processor has.
 *
 * @param cpuinfo where Linux says so
 * @param processors that this JVM may use
 */
record ProcessorCheck(Path cpuinfo, int processors) implements Check {

  private static final String SUBJECT = "processor";

  @Override
  public List<Finding> findings() {
    Set<String> flags;
    try (Stream<String> lines = Files.lines(cpuinfo)) {
      flags =
          lines
              .filter(line -> line.startsWith("flags"))
              .findFirst()
              .map(line -> Set.copyOf(List.of(line.replaceFirst(".*?:", "").strip().split(" +"))))
              .orElse(Set.of());
    } catch (IOException e) {
      flags = Set.of();
    }
    String cores = processors == 1 ? "1 processor" : processors + " processors";
    if (flags.isEmpty()) {
      return List.of(Finding.ok(SUBJECT, cores + " of a kind that this system does not tell"));
    }
    if (flags.contains("avx512f")) {
      return List.of(Finding.ok(SUBJECT, cores + " with AVX-512"));
    }
    if (flags.contains("avx2")) {
      return List.of(Finding.ok(SUBJECT, cores + " with AVX2"));
    }
    return List.of(
        Finding.problem(
            SUBJECT,
            cores + " without AVX2, which this build's library needs",
            "build with -Dnd4j.classifier=linux-x86_64-onednn"));
  }
}
