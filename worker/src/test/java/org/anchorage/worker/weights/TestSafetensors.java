/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestSafetensors {

  @TempDir private Path folder;

  private Path file(long length, String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    return Files.write(folder.resolve("f.safetensors"), bytes.putLong(length).put(json).array());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,9]}}| takes 8",
        "{'w':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}}| and has 8 bytes of tensors",
        "{'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}| and its header places 4",
        "{'w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}| before it ends at 0",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}| tensor b at bytes 4 to 8, and the tensor before it ends at 8",
        "{'w':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}| gives tensor w the shape [-2], which no tensor has",
        "{'w':{'dtype':'F32','shape':[4294967296],'data_offsets':[0,8]}}| shape [4294967296]",
        "{'w':{'dtype':'F32','shape':[2147483647,2147483647,2147483647],'data_offsets':[0,8]}}| which no tensor has",
        "{'w':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}}| is no JSON",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}| at bytes 8 to 0, and the tensor before it ends at 0",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0]}}| no shape or no two offsets",
        "{'w':{'dtype':'F32','data_offsets':[0,8]}}| no shape or no two offsets",
        "{'w':{'dtype':'F33','shape':[2],'data_offsets':[0,8]}}| of the unknown type \"F33\"; convert it to F32",
        "{'w':{'dtype':'F32','shape':[1.5],'data_offsets':[0,8]}}| is VALUE_NUMBER_FLOAT and not VALUE_NUMBER_INT",
        "{'w':3}| where tensor w is VALUE_NUMBER_INT",
        "{'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}| has two tensors w",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} {}| with text behind its end",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}| is no JSON",
        "{w}| is no JSON",
      })
  void aHeaderThatDoesNotHoldIsRefused(String header, String message) throws IOException {
    String json = header.replace('\'', '"');
    Path file = file(json.length(), json, 8);

    assertThatThrownBy(() -> TensorFile.open(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessageStartingWith("The weight file " + file + " ")
        .hasMessageContaining(message.strip());
  }

  @Test
  void wordsThatAreNoTextsAreSkipped() throws IOException {
    for (String words : List.of("3", "{\"a\":[1,{\"b\":2}],\"c\":\"d\",\"e\":null}")) {
      String json = "{\"__metadata__\":" + words + "}";
      try (TensorFile file = TensorFile.open(file(json.length(), json, 0))) {
        assertThat(file.tensors()).isEmpty();
        assertThat(file.words()).isEqualTo(words.equals("3") ? Map.of() : Map.of("c", "d"));
      }
    }
  }

  @Test
  void aHeaderBeyondTheFileIsNotAllocated() throws IOException {
    assertThatThrownBy(() -> TensorFile.open(file(90_000_000, "{}", 0)))
        .hasMessageEndingWith(
            "ends within the header: it has 10 bytes of 90000008; copy or download the file again");
    assertThatThrownBy(() -> TensorFile.open(file(1L << 40, "{}", 0)))
        .hasMessageContaining(
            "claims a header of 1099511627776 bytes, and the longest has 100000000");
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Map<String, float[]> values = new LinkedHashMap<>();
    values.put("b.weight", Fixture.values(1, 40_000));
    values.put("a \"quoted\" é", new float[] {Float.NaN, Float.NEGATIVE_INFINITY, -0f});
    values.put("empty", new float[0]);
    values.put("scalar", new float[] {3});
    List<TensorEntry> entries =
        List.of(
            new TensorEntry("b.weight", ElementType.F32, List.of(200, 200)),
            new TensorEntry("a \"quoted\" é", ElementType.F32, List.of(3)),
            new TensorEntry("empty", ElementType.F32, List.of(0, 4)),
            new TensorEntry("scalar", ElementType.F32, List.of()));
    SafetensorsWriter writer = new SafetensorsWriter(entries, Map.of("format", "pt"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    writer.write(out, entry -> Objects.requireNonNull(values.get(entry.name())));

    assertThat(out.size()).isEqualTo((int) writer.bytes());
    assertThat(ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8)
        .isZero();
    Path file = Files.write(folder.resolve("out"), out.toByteArray());
    try (TensorFile read = TensorFile.open(file)) {
      assertThat(read.words()).containsExactly(Map.entry("format", "pt"));
      assertThat(read.tensors()).containsExactlyElementsOf(entries);
      for (TensorEntry entry : entries) {
        assertThat(read.read(entry)).containsExactly(values.get(entry.name()));
      }
    }
  }

  @Test
  void aWriterRefusesWhatNoFileHolds() {
    TensorEntry one = new TensorEntry("w", ElementType.F32, List.of(2));
    assertThatThrownBy(() -> new SafetensorsWriter(List.of(one, one), Map.of()))
        .hasMessage("the name w is taken");
    assertThatThrownBy(
            () ->
                new SafetensorsWriter(
                    List.of(new TensorEntry("w", ElementType.F16, List.of(2))), Map.of()))
        .hasMessage("tensor w is F16, and F32 is written");
    assertThatThrownBy(
            () ->
                new SafetensorsWriter(
                    List.of(new TensorEntry("__metadata__", ElementType.F32, List.of())), Map.of()))
        .hasMessage("the name __metadata__ is taken");
    assertThatThrownBy(
            () ->
                new SafetensorsWriter(List.of(one), Map.of())
                    .write(new ByteArrayOutputStream(), entry -> new float[3]))
        .hasMessage("tensor w has 3 values for [2]");
  }
}
