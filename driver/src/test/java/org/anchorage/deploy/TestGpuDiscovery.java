/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The discovery script with an nvidia-smi that only says what it is told to. */
@DisabledOnOs(OS.WINDOWS)
class TestGpuDiscovery {

  private static final Path SCRIPT =
      Path.of(System.getProperty("anchorage.root"), "deploy/gpu-discovery");

  @TempDir Path directory;

  /** What the script said and how it ended. */
  private record Ended(int code, String out, String err) {}

  private Ended discover(String path) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString());
    builder.environment().remove("NVIDIA_SMI");
    builder.environment().put("PATH", path + ":" + System.getenv("PATH"));
    int code = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Ended(code, Files.readString(out), Files.readString(err));
  }

  private String withSmi(String line) throws IOException {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Path smi = bin.resolve("nvidia-smi");
    Files.writeString(smi, "#!/bin/sh\n" + line + "\n", StandardCharsets.UTF_8);
    assertThat(smi.toFile().setExecutable(true)).isTrue();
    return bin.toString();
  }

  @Test
  void sparkReadsTheAddresses() throws Exception {
    Ended ended =
        discover(withSmi("[ \"$1\" = --query-gpu=index ] && printf '0\\n 1 \\n\\n' || exit 2"));

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    ResourceInformation found = ResourceInformation.parseJson(ended.out());
    assertThat(found.name()).isEqualTo("gpu");
    assertThat(found.addresses()).containsExactly("0", "1");
  }

  @Test
  void aMissingDriverIsNamed() throws Exception {
    Ended ended = discover(directory.toString());

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .startsWith("gpu-discovery: there is no nvidia-smi on ")
        .contains("install NVIDIA's driver there");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo 'NVIDIA-SMI has failed'; echo more; exit 9 | : NVIDIA-SMI has failed",
        "echo 'No devices were found' | printed 'No devices were found', which is no GPU's number",
        "true | found no GPU on",
      })
  void whatTheDriverComplainsOfIsPassedOn(String line, String message) throws Exception {
    Ended ended = discover(withSmi(line));

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains(message).hasLineCount(1);
  }
}
