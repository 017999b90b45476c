/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.anchorage.core.config.MemorySettings;
import org.anchorage.core.config.SparkSettings;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.worker.gpu.VisibleGpu;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Spark's assignment of GPUs to executor processes, on a machine that need not have any. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GpuIT {

  @TempDir Path directory;

  @Test
  void anExecutorSeesTheCardThatSparkGaveIt() throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    Path bin = Files.createDirectory(directory.resolve("bin"));
    program(bin.resolve("nvidia-smi"), "echo 5; echo 7");
    // The script as it is shipped, with an nvidia-smi that tells of two cards.
    Path script =
        program(
            directory.resolve("discovery"),
            "NVIDIA_SMI="
                + bin.resolve("nvidia-smi")
                + " exec "
                + Path.of(System.getProperty("anchorage.root"), "deploy/gpu-discovery"));
    LocalSpark.session().stop();
    SparkSettings settings =
        new SparkSettings(
            "local-cluster[1,2,1024]",
            Map.ofEntries(
                Map.entry("spark.executor.memory", "512m"),
                Map.entry("spark.executor.cores", "1"),
                Map.entry("spark.executor.extraClassPath", System.getProperty("java.class.path")),
                Map.entry(
                    "spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"),
                Map.entry("spark.cores.max", "1"),
                Map.entry("spark.worker.resource.gpu.amount", "1"),
                Map.entry("spark.worker.resource.gpu.discoveryScript", script.toString()),
                Map.entry("spark.executor.resource.gpu.amount", "1"),
                Map.entry("spark.executor.resource.gpu.discoveryScript", script.toString()),
                Map.entry("spark.task.resource.gpu.amount", "1")),
            new MemorySettings(0, 0));

    try (SparkSession session = Sparks.open(settings, "gpus")) {
      List<String> seen =
          JavaSparkContext.fromSparkContext(session.sparkContext())
              .parallelize(List.of(0, 1), 2)
              .map(
                  i ->
                      Objects.requireNonNull(TaskContext.get().resourcesJMap().get("gpu"))
                              .addresses()[0]
                          + " "
                          + VisibleGpu.current().orElse("all"))
              .collect();
      assertThat(seen).containsExactly("5 5", "5 5");
    }
    assertThat(VisibleGpu.current()).isEmpty();
  }

  private static Path program(Path file, String line) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
