/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.nio.file.Path;
import java.util.List;
import org.anchorage.driver.artifact.Processor;

/**
 * The vector instructions of the processor.
 *
 * @param cpuinfo Linux's file about it
 * @param processors that this JVM may use
 */
record ProcessorCheck(Path cpuinfo, int processors) implements Check {

  private static final String SUBJECT = "processor";

  @Override
  public List<Finding> findings() {
    String cores = processors == 1 ? "1 processor" : processors + " processors";
    return List.of(
        switch (Processor.of(cpuinfo).vectorLevel()) {
          case "avx512" -> Finding.ok(SUBJECT, cores + " with AVX-512");
          case "avx2" -> Finding.ok(SUBJECT, cores + " with AVX2");
          case "avx", "sse2" ->
              Finding.problem(
                  SUBJECT,
                  cores + " without AVX2, which this build's library needs",
                  "build with -Dnd4j.classifier=linux-x86_64-onednn");
          default -> Finding.ok(SUBJECT, cores + "; this system does not name their instructions");
        });
  }
}
