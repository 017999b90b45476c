/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.anchorage.worker.gpu.Capability;
import org.anchorage.worker.gpu.Gpu;
import org.anchorage.worker.step.Engines;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestClusterChecks {

  private static final String FAST = "/a/linux-x86_64-onednn-avx2/libnd4jcpu.so";

  @TempDir Path directory;

  private static Finding only(Check check) {
    List<Finding> findings = check.findings();
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  private static JvmReport jvm(String name, String java, String library, int threads) {
    return new JvmReport(name, "host", java, library, threads, "");
  }

  private static List<Finding> cluster(Callable<ClusterReport> probe, Duration patience) {
    return new ClusterCheck("spark://m:1", probe, patience, () -> jvm("driver", "17.0.1", FAST, 1))
        .findings();
  }

  @Test
  void executorsAreComparedWithTheDriver() {
    List<Finding> findings =
        cluster(
            () ->
                new ClusterReport(
                    5,
                    8,
                    List.of(
                        jvm("0", "17.0.1", "/other" + FAST, 1),
                        jvm("1", "17.0.1", "/a/linux-x86_64/libnd4jcpu.so", 1),
                        jvm("2", "17.0.9", FAST, 1),
                        jvm("3", "17.0.1", FAST, 8),
                        jvm("4", "17.0.1", "none: no space left", 0)),
                    1.5),
            Duration.ofMinutes(1));

    assertThat(findings)
        .extracting(Finding::state)
        .containsExactly(
            State.OK, State.OK, State.PROBLEM, State.WARNING, State.WARNING, State.PROBLEM);
    assertThat(findings.get(0).found())
        .isEqualTo("spark://m:1: 5 executors, 8 tasks at once, answered in 1.5 s");
    assertThat(findings.get(1))
        .isEqualTo(
            Finding.ok(
                "executor 0",
                "host: Java 17.0.1, linux-x86_64-onednn-avx2/libnd4jcpu.so, 1 thread an operation"));
    assertThat(findings.get(2).remedy()).contains("exactly one native jar");
    assertThat(findings.get(3).remedy()).contains("spark.executorEnv.JAVA_HOME");
    assertThat(findings.get(4).remedy()).contains("spark.executorEnv.OMP_NUM_THREADS = 1");
    assertThat(findings.get(5).found()).contains("none: no space left");
  }

  @Test
  void anExecutorThatDoesNotAnswerIsMissed() {
    Finding finding =
        cluster(
                () -> new ClusterReport(2, 2, List.of(jvm("0", "17.0.1", FAST, 1)), 1),
                Duration.ofMinutes(1))
            .get(0);

    assertThat(finding.state()).isEqualTo(State.WARNING);
    assertThat(finding.found()).contains("only 1 of the executors ran a task");
  }

  @Test
  void aMasterThatFailsOrKeepsSilentIsAProblem() {
    Finding failed =
        cluster(
                () -> {
                  throw new IllegalStateException("wrapped", new IOException("refused\nmore"));
                },
                Duration.ofMinutes(1))
            .get(0);
    assertThat(failed)
        .isEqualTo(
            Finding.problem(
                "spark", "IOException: refused", "check spark.master = spark://m:1 and its log"));

    CountDownLatch never = new CountDownLatch(1);
    Finding silent =
        cluster(
                () -> {
                  never.await();
                  return new ClusterReport(0, 0, List.of(), 0);
                },
                Duration.ofMillis(20))
            .get(0);
    never.countDown();
    assertThat(silent.state()).isEqualTo(State.PROBLEM);
    assertThat(silent.found()).contains("spark://m:1 gave no answer in");
    assertThat(silent.remedy()).contains("--patience");
  }

  @Test
  void hadoopsConfigurationMustBeOnTheClassPath() throws IOException {
    Path conf = Files.createDirectory(directory.resolve("conf"));
    Map<String, String> named = Map.of("HADOOP_CONF_DIR", conf.toString());
    URI there = conf.resolve("yarn-site.xml").toUri();

    assertThat(only(new HadoopConfCheck(Map.of(), "local[2]", name -> Optional.empty())).state())
        .isEqualTo(State.OK);
    assertThat(only(new HadoopConfCheck(Map.of(), "yarn", name -> Optional.empty())).found())
        .isEqualTo("HADOOP_CONF_DIR is not set");
    assertThat(only(new HadoopConfCheck(named, "yarn", name -> Optional.of(there))))
        .isEqualTo(Finding.ok("hadoop configuration", there.toString()));
    assertThat(only(new HadoopConfCheck(named, "yarn", name -> Optional.empty())).found())
        .isEqualTo(conf + " has no yarn-site.xml");
    Files.writeString(conf.resolve("yarn-site.xml"), "");
    Finding notOnPath = only(new HadoopConfCheck(named, "yarn", name -> Optional.empty()));
    assertThat(notOnPath.state()).isEqualTo(State.PROBLEM);
    assertThat(notOnPath.found()).isEqualTo(conf + " is named but not on the class path");
  }

  private static GpuCheck cards(GpuCheck.Cards cards, boolean cuda) {
    return new GpuCheck(cards, cuda, Engines.named("nd4j").backend()::complaint);
  }

  @Test
  void cardsAreComparedWithTheBinary() {
    Gpu good = new Gpu("0", "L4", Optional.of(new Capability(8, 9)), "535.1");
    Gpu bad = new Gpu("1", "H100", Optional.of(new Capability(9, 0)), "535.1");

    assertThat(cards(() -> List.of(good, bad), true).findings())
        .extracting(Finding::state)
        .containsExactly(State.OK, State.PROBLEM);
    assertThat(cards(() -> List.of(good, bad), true).findings().get(1).remedy())
        .isEqualTo("use such a card, or a build without -Pcuda, which computes on the CPU");
    assertThat(cards(() -> List.of(good, bad), false).findings())
        .extracting(Finding::state)
        .containsExactly(State.OK, State.OK);
    GpuCheck.Cards none =
        () -> {
          throw new IOException("there is no nvidia-smi");
        };
    assertThat(only(cards(none, false)).found()).isEqualTo("none; this build computes on the CPU");
    assertThat(only(cards(none, true)).state()).isEqualTo(State.PROBLEM);
    assertThat(only(cards(List::of, true)).state()).isEqualTo(State.PROBLEM);
  }

  @Test
  void yarnMustKnowWhatAGpuIs() {
    Configuration plain = new Configuration(false);
    Configuration knows = new Configuration(false);
    knows.set("yarn.resource-types", "example.com/fpga, yarn.io/gpu");
    Optional<String> one = Optional.of("1");

    assertThat(new YarnGpuCheck("local[2]", one, "yarn.io/gpu", plain).findings()).isEmpty();
    Finding silent = only(new YarnGpuCheck("yarn", one, "yarn.io/gpu", plain));
    assertThat(silent.state()).isEqualTo(State.PROBLEM);
    assertThat(silent.found()).contains("Spark would ask for no GPU and give no error");
    assertThat(silent.remedy()).contains("resource-types.xml").contains("deploy/yarn/examples");
    assertThat(only(new YarnGpuCheck("yarn", Optional.empty(), "yarn.io/gpu", plain)).state())
        .isEqualTo(State.OK);
    assertThat(only(new YarnGpuCheck("yarn", one, "yarn.io/gpu", knows)).found())
        .isEqualTo("the client knows yarn.io/gpu; 1 an executor");
  }

  @Test
  void aFilesystemIsWrittenAndLeftAsItWas() throws IOException {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.file.impl", "org.apache.hadoop.fs.LocalFileSystem");

    Finding good = only(new FilesystemCheck(directory.toUri().toString(), hadoop));
    assertThat(good.state()).as(good.found()).isEqualTo(State.OK);
    assertThat(good.found()).contains(directory.toString()).contains("written, renamed, read");
    assertThat(directory).isEmptyDirectory();

    Path file = Files.writeString(directory.resolve("file"), "");
    assertThat(only(new FilesystemCheck(file.toString(), hadoop)).state()).isEqualTo(State.PROBLEM);
    Finding missing = only(new FilesystemCheck(directory.resolve("none").toString(), hadoop));
    assertThat(missing.state()).isEqualTo(State.PROBLEM);
    assertThat(missing.remedy()).contains("that it exists");
    assertThat(only(new FilesystemCheck("nowhere://x/y", hadoop)).state()).isEqualTo(State.PROBLEM);
  }
}
