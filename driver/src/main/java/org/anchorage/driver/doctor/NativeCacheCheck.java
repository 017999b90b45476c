/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The directory that JavaCPP unpacks native libraries to, once. A container with a fresh directory
 * unpacks them each time.
 *
 * @param directory the cache
 */
record NativeCacheCheck(Path directory) implements Check {

  private static final String SUBJECT = "native cache";
  private static final String REMEDY =
      "set -Dorg.bytedeco.javacpp.cachedir to a lasting local directory, not mounted noexec"
          + " (spark.driver.extraJavaOptions, spark.executor.extraJavaOptions)";

  @Override
  public List<Finding> findings() {
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, "anchorage-doctor", ""));
      return List.of(Finding.ok(SUBJECT, directory.toString()));
    } catch (IOException e) {
      return List.of(Finding.problem(SUBJECT, directory + " cannot be written to: " + e, REMEDY));
    }
  }
}
