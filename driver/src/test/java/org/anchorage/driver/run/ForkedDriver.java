/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs commands in processes of their own, which see the faulty disk.
 *
 * @param faults where faults are armed
 * @param properties of the faulty disk
 */
public record ForkedDriver(Path faults, Map<String, String> properties) {

  /** Describes drivers that meet with the faults of a directory. */
  public ForkedDriver(Path faults) {
    this(faults, Map.of());
  }

  /** Returns the same with a property of the faulty disk. */
  public ForkedDriver with(String key, String value) {
    Map<String, String> more = new TreeMap<>(properties);
    more.put(key, value);
    return new ForkedDriver(faults, more);
  }

  /**
   * Starts a command.
   *
   * @param log takes its output
   * @param words of the command line
   */
  public Process start(Path log, List<String> words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of(System.getProperty("anchorage.root"), "deploy", "jvm-options.txt"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.add("-Dspark.hadoop.fs.faulty.impl=" + FaultyDisk.class.getName());
    command.add("-Dspark.hadoop." + FaultyDisk.FAULTS + "=" + faults);
    properties.forEach((key, value) -> command.add("-Dspark.hadoop." + key + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.anchorage.driver.cli.Main");
    command.addAll(words);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
