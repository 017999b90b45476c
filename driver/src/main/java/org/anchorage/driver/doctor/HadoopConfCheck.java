/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Checks that Hadoop's configuration is on the class path, where Hadoop looks for it. Without it, a
 * client of YARN tries a default address for minutes and says nothing.
 *
 * @param environment of this process
 * @param master Spark's
 * @param resource finds a file on the class path
 */
record HadoopConfCheck(
    Map<String, String> environment, String master, Function<String, Optional<URI>> resource)
    implements Check {

  private static final String SUBJECT = "hadoop configuration";

  HadoopConfCheck {
    environment = Map.copyOf(environment);
  }

  @Override
  public List<Finding> findings() {
    Optional<String> named =
        Stream.of("HADOOP_CONF_DIR", "YARN_CONF_DIR")
            .map(name -> environment.getOrDefault(name, ""))
            .filter(value -> !value.isBlank())
            .findFirst();
    String needed = master.startsWith("yarn") ? "yarn-site.xml" : "core-site.xml";
    Optional<URI> seen = resource.apply(needed);
    if (named.isEmpty() && seen.isEmpty()) {
      return List.of(
          master.startsWith("yarn")
              ? Finding.problem(
                  SUBJECT,
                  "HADOOP_CONF_DIR is not set",
                  "set it to the directory of core-site.xml and yarn-site.xml")
              : Finding.ok(SUBJECT, "none; filesystems are reached by Hadoop's defaults"));
    }
    if (seen.isPresent()) {
      return List.of(Finding.ok(SUBJECT, seen.get().toString()));
    }
    String directory = named.orElseThrow();
    return List.of(
        Files.exists(Path.of(directory, needed))
            ? Finding.problem(
                SUBJECT,
                directory + " is named but not on the class path",
                "start with ./anchorage or spark-submit, which put it there; with java -cp, name it"
                    + " first")
            : Finding.problem(
                SUBJECT,
                directory + " has no " + needed,
                "set HADOOP_CONF_DIR to the directory that has it"));
  }
}
