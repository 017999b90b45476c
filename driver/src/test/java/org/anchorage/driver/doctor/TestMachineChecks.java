/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestMachineChecks {

  private static final long GB = 1_000_000_000L;

  @TempDir Path directory;

  private static Finding only(Check check) {
    assertThat(check.findings()).hasSize(1);
    return check.findings().get(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 21})
  void anOpenJavaIsGood(int feature) {
    Check check =
        new JavaCheck(feature, "x", JavaModuleOptions.defaultModuleOptions(), (m, p) -> true);

    assertThat(only(check)).isEqualTo(Finding.ok("java", "Java x, open to Spark"));
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 24})
  void anotherJavaIsAProblem(int feature) {
    Finding finding = only(new JavaCheck(feature, "y", "", (m, p) -> true));

    assertThat(finding.state()).isEqualTo(State.PROBLEM);
    assertThat(finding.remedy()).contains("17 to 21").contains("JAVA_HOME");
  }

  @Test
  void whatIsClosedIsNamed() {
    Finding finding =
        only(
            new JavaCheck(
                17,
                "17",
                JavaModuleOptions.defaultModuleOptions(),
                (module, name) ->
                    !name.equals("sun.nio.ch") && !module.equals("java.security.jgss")));

    assertThat(finding.state()).isEqualTo(State.PROBLEM);
    assertThat(finding.found())
        .isEqualTo("Java 17 does not open sun.nio.ch, sun.security.krb5 to Spark");
    assertThat(finding.remedy()).contains("./anchorage");
  }

  @Test
  void aLibraryIsNamedAndOneThatFailsHasItsRemedy() {
    String library = "/cache/linux-x86_64-onednn-avx2/libnd4jcpu.so";
    assertThat(only(new BackendCheck(() -> library, () -> 1)))
        .isEqualTo(Finding.ok("backend", "CPU with oneDNN, 1 thread an operation: " + library));
    assertThat(only(new BackendCheck(() -> "/c/libnd4jcuda.so", () -> 2)).found())
        .isEqualTo("CUDA, 2 threads an operation: /c/libnd4jcuda.so");
    assertThat(only(new BackendCheck(() -> "unknown", () -> 1)).state()).isEqualTo(State.OK);
    assertThat(only(failing(new IllegalStateException("slow; use another"))))
        .isEqualTo(Finding.problem("backend", "slow", "use another"));
    Finding linkage = only(failing(new UnsatisfiedLinkError("no space left")));
    assertThat(linkage.found()).isEqualTo("UnsatisfiedLinkError: no space left");
    assertThat(linkage.remedy()).contains("cachedir");
  }

  private static Check failing(Throwable failure) {
    return new BackendCheck(
        () -> {
          if (failure instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) failure;
        },
        () -> 1);
  }

  @ParameterizedTest
  @CsvSource({
    "flags : fpu avx avx2 avx512f, OK, 4 processors with AVX-512",
    "flags : fpu avx avx2, OK, 4 processors with AVX2",
    "flags : fpu avx, PROBLEM, '4 processors without AVX2, which this build''s library needs'",
    "Features : asimd, OK, 4 processors; this system does not name their instructions",
  })
  void theProcessorIsNamed(String line, State state, String found) throws IOException {
    Path cpuinfo = Files.writeString(directory.resolve("cpuinfo"), "model : x\n" + line + "\n");
    Finding finding = only(new ProcessorCheck(cpuinfo, 4));

    assertThat(finding.state()).isEqualTo(state);
    assertThat(finding.found()).isEqualTo(found);
    assertThat(only(new ProcessorCheck(directory.resolve("none"), 1)).state()).isEqualTo(State.OK);
  }

  @Test
  void manyThreadsAWorkerAreWarnedOf() {
    assertThat(
            only(new ThreadsCheck(Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1")))
                .state())
        .isEqualTo(State.OK);
    Finding finding = only(new ThreadsCheck(Map.of("OMP_NUM_THREADS", "8")));
    assertThat(finding.state()).isEqualTo(State.WARNING);
    assertThat(finding.found()).isEqualTo("OMP_NUM_THREADS=8, OPENBLAS_NUM_THREADS=(not set)");
  }

  @ParameterizedTest
  @CsvSource({
    "4, 4, 8, 16, OK, ''",
    "4, 4, 16, 16, OK, ''",
    "0, 4, 8, 16, WARNING, a small heap",
    "9, 9, 9, 16, WARNING, the system may kill the process",
    "4, 4, 0, 16, WARNING, process without limit",
    "4, 4, 32, 16, WARNING, the system may kill the process",
  })
  void limitsAreComparedWithTheMemory(
      long heap, long outside, long process, long physical, State state, String found) {
    Finding finding = only(new MemoryCheck(heap * GB, outside * GB, process * GB, physical * GB));

    assertThat(finding.state()).isEqualTo(state);
    assertThat(finding.found()).contains(found).contains("of 16.0 GB");
    assertThat(finding.remedy().isEmpty()).isEqualTo(state == State.OK);
  }

  @Test
  void everyLocalDiskIsTried() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    Path small = directory.resolve("small");
    List<Finding> findings =
        new DiskCheck(List.of(directory, small, file), path -> path.equals(small) ? GB : 50 * GB)
            .findings();

    assertThat(findings)
        .extracting(Finding::state)
        .containsExactly(State.OK, State.WARNING, State.PROBLEM);
    assertThat(findings.get(1).found()).isEqualTo(small + ", 1.0 GB free");
    assertThat(findings.get(2).remedy()).contains("spark.local.dir");
    assertThat(directory)
        .isDirectoryContaining("glob:**/{file,small}")
        .isDirectoryNotContaining("glob:**/anchorage*");
  }

  @Test
  void aCacheThatCannotBeWrittenIsAProblem() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThat(only(new NativeCacheCheck(directory.resolve("cache"))).state()).isEqualTo(State.OK);
    Finding finding = only(new NativeCacheCheck(file));
    assertThat(finding.state()).isEqualTo(State.PROBLEM);
    assertThat(finding.remedy()).contains("-Dorg.bytedeco.javacpp.cachedir");
  }
}
