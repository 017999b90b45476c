/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A processor, as far as it affects the last bits of a result: native libraries choose their
 * kernels by its instructions.
 *
 * @param model the processor's name, with family and model number if the system tells them, because
 *     a virtual machine's name may stand for several generations; empty if the system tells none
 * @param vectorLevel its widest vector instructions: {@code avx512}, {@code avx2}, {@code avx},
 *     {@code sse2}, {@code sve} or {@code neon}; empty if the system does not tell
 */
public record Processor(String model, String vectorLevel) {

  /** The file in which Linux describes the processor. */
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  /** A flag of Linux and the level it stands for, widest first. */
  private record Level(String flag, String name) {}

  private static final List<Level> LEVELS =
      List.of(
          new Level("avx512f", "avx512"),
          new Level("avx2", "avx2"),
          new Level("avx", "avx"),
          new Level("sse2", "sse2"),
          new Level("sve", "sve"),
          new Level("asimd", "neon"));

  /** Returns the processor of this machine. */
  public static Processor current() {
    return of(CPUINFO);
  }

  /** Reads a file of the form of {@code /proc/cpuinfo}: its first processor. */
  public static Processor of(Path cpuinfo) {
    Map<String, String> facts = new HashMap<>();
    try (Stream<String> lines = Files.lines(cpuinfo)) {
      lines
          .takeWhile(line -> !line.isBlank())
          .map(line -> line.split(":", 2))
          .filter(fact -> fact.length == 2)
          .forEach(fact -> facts.putIfAbsent(fact[0].strip(), fact[1].strip()));
    } catch (IOException e) {
      return new Processor("", "");
    }
    // x86 has flags, ARM has Features.
    String flags = facts.getOrDefault("flags", facts.getOrDefault("Features", ""));
    List<String> has = Arrays.asList(flags.split(" +"));
    return new Processor(
        Stream.of("model name", "cpu family", "model")
            .filter(facts::containsKey)
            .map(
                key ->
                    key.equals("model name")
                        ? facts.get(key)
                        : key.replace("cpu ", "") + " " + facts.get(key))
            .collect(Collectors.joining(", ")),
        LEVELS.stream()
            .filter(level -> has.contains(level.flag()))
            .map(Level::name)
            .findFirst()
            .orElse(""));
  }
}
