/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anchorage.core.architecture.names.Convention;
import org.anchorage.driver.weights.WeightSamples;
import org.anchorage.worker.weights.ElementType;
import org.anchorage.worker.weights.TensorEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestWeightsCommand {

  @TempDir Path directory;

  @Test
  void whatAFileFitsIsPrintedWithTheWordsToType() throws IOException {
    Path file = WeightSamples.mobileNet(directory.resolve("w"), Convention.KERAS, 0.35);
    Path json = directory.resolve("w.json");
    Ended ended = Ended.of(List.of("weights", file.toString(), "--json", json.toString()));
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("Format       safetensors, 261 tensors, ")
        .contains("Fits         mobilenet-v2, multiplier 0.35")
        .contains("Names        keras")
        .contains("Batch norm   frozen")
        .contains("Padding      same")
        .contains("Input        symmetric")
        .contains("Features     1,280")
        .contains("Matched      260")
        .contains("Missing      0")
        .contains("Head         1")
        .contains("classifier.weight")
        .contains("(not read: a run draws its own head)")
        .contains("Left over    0")
        .contains(
            "Start a run from it: ./anchorage train --conf conf/retrieval-photos.conf"
                + " encoder.name=mobilenet-v2 encoder.multiplier=0.35 encoder.weights="
                + file
                + " embedding.dim=1280 corpus=CORPUS run=RUN")
        .contains("Leave encoder.padding and encoder.input at auto");
    JsonNode read = new ObjectMapper().readTree(Files.readString(json));
    assertThat(read.path("fits").asBoolean()).isTrue();
    assertThat(read.path("backbone").path("batch_norm").asText()).isEqualTo("frozen");
    assertThat(read.path("left_over")).isEmpty();
    assertThat(read.path("sha256").asText()).hasSize(64);
  }

  @Test
  void aFileThatFitsNothingExitsWith1AndSaysWhatIsMissing() throws IOException {
    Path file =
        WeightSamples.write(
            directory.resolve("w"),
            List.of(
                new TensorEntry("conv1.weight", ElementType.F32, List.of(64, 3, 7, 7)),
                new TensorEntry("bn1.weight", ElementType.F32, List.of(32)),
                new TensorEntry("mystery", ElementType.F32, List.of(1))));
    Ended ended = Ended.of(List.of("weights", file.toString()));
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out())
        .contains("Nearest      resnet-18")
        .contains("Missing      98")
        .contains("bn1.bias: 64")
        .contains("... and 88 more")
        .contains("bn1.weight: 32, wanted 64")
        .contains("mystery")
        .contains("It fits no backbone of ours (resnet-18, resnet-34, resnet-50, mobilenet-v2)")
        .doesNotContain("Start a run");
  }

  @Test
  void aFileWhoseNumbersCannotBeUsedDoesNotFit() throws IOException {
    Path file =
        WeightSamples.mobileNet(directory.resolve("w"), Convention.TORCHVISION, 0.1, Float.NaN);
    Ended ended = Ended.of(List.of("weights", file.toString()));
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out())
        .contains("Nearest      mobilenet-v2, multiplier 0.1")
        .contains(
            "Cannot use encoder.weights = "
                + file
                + ": tensor features.0.0.weight holds NaN; use an undamaged file")
        .doesNotContain("Start a run");
  }

  @Test
  void whatIsToBeTypedIsQuotedForTheShell() throws IOException {
    Path file = WeightSamples.mobileNet(directory.resolve("Jo's w"), Convention.TORCHVISION, 0.1);
    assertThat(Ended.of(List.of("weights", file.toString())).out())
        .contains(" encoder.weights='" + directory + "/Jo'\\''s w'");
  }

  @Test
  void aFileOfNoKnownNamesExitsWith1() throws IOException {
    Path file =
        WeightSamples.write(
            directory.resolve("w"),
            List.of(
                new TensorEntry(
                    "conv2_block1_1_conv/kernel", ElementType.F32, List.of(1, 1, 64, 64))));
    Ended ended = Ended.of(List.of("weights", file.toString()));
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out())
        .contains("no backbone: none of the tensors has a name that is known")
        .contains("These are weights of Keras' ResNet, which is version 1");
  }

  @Test
  void itIsHeldToAnArchitecture() throws IOException {
    Path file = WeightSamples.mobileNet(directory.resolve("w"), Convention.TIMM, 0.1);
    Ended wrong = Ended.of(List.of("weights", file.toString(), "--architecture", "resnet-50"));
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.out())
        .contains("It fits no resnet-50: the lists above")
        .doesNotContain("no backbone");
    Ended right = Ended.of(List.of("weights", file.toString(), "--architecture", "mobilenet-v2"));
    assertThat(right.code()).isZero();
    Ended unknown = Ended.of(List.of("weights", file.toString(), "--architecture", "residual"));
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .contains(
            "Cannot use --architecture = residual: use one of [resnet-18, resnet-34, resnet-50,"
                + " mobilenet-v2]");
  }

  @Test
  void aFileThatIsNotThereExitsWith2() {
    Ended ended = Ended.of(List.of("weights", directory.resolve("none").toString()));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("Cannot use FILE = ").contains("give the URI of a file");
  }
}
