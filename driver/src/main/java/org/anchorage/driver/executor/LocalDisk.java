/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.jspecify.annotations.Nullable;

/** The directory for a process's private files: on the disks that Spark writes to. */
final class LocalDisk {

  /** Names of the variable under YARN, standalone Spark and Kubernetes. */
  private static final List<String> NAMES =
      List.of("LOCAL_DIRS", "SPARK_EXECUTOR_DIRS", "SPARK_LOCAL_DIRS");

  private LocalDisk() {}

  /** Returns the directory of this process. */
  static Path directory() {
    @Nullable SparkEnv spark = SparkEnv.get();
    String otherwise = System.getProperty("java.io.tmpdir", ".");
    return directory(
        System.getenv(),
        spark == null ? otherwise : spark.conf().get("spark.local.dir", otherwise));
  }

  static Path directory(Map<String, String> environment, String otherwise) {
    for (String name : NAMES) {
      String directories = environment.getOrDefault(name, "");
      if (!directories.isEmpty()) {
        return first(directories);
      }
    }
    return first(otherwise);
  }

  private static Path first(String directories) {
    int end = 0;
    while (end < directories.length() && ",:".indexOf(directories.charAt(end)) < 0) {
      end++;
    }
    return Path.of(directories.substring(0, end));
  }
}
