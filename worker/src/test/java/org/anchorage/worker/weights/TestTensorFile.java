/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TestTensorFile {

  private static final List<String> NAMES =
      List.of(
          "conv.weight",
          "bn.weight",
          "bn.bias",
          "bn.running_mean",
          "bn.running_var",
          "bn.num_batches_tracked",
          "fc.weight");

  private static final List<List<Integer>> SHAPES =
      List.of(
          List.of(3, 2, 2, 2),
          List.of(3),
          List.of(3),
          List.of(3),
          List.of(3),
          List.of(),
          List.of(2, 3));

  @ParameterizedTest
  @CsvSource({
    "plain.safetensors, SAFETENSORS",
    "half.safetensors, SAFETENSORS",
    "zip.pth, TORCH",
    "legacy.pth, TORCH",
    "half.pth, TORCH",
    "half-legacy.pth, TORCH",
    "protocol-4.pth, TORCH",
    "wrapped.pth, TORCH",
    "wrapped-legacy.pth, TORCH",
    "parameters.pth, TORCH",
    "views.pth, TORCH",
    "views-legacy.pth, TORCH"
  })
  void theSameTensorsComeFromEveryForm(String name, WeightFormat format) throws IOException {
    try (TensorFile file = TensorFile.open(Fixture.path(name))) {
      assertThat(file.format()).isEqualTo(format);
      assertThat(file.tensors()).extracting(TensorEntry::name).isEqualTo(NAMES);
      assertThat(file.tensors()).extracting(TensorEntry::shape).isEqualTo(SHAPES);
      for (TensorEntry entry : file.tensors()) {
        if (entry.type() != ElementType.I64) {
          int k = NAMES.indexOf(entry.name());
          assertThat(file.read(entry))
              .as(entry.name())
              .containsExactly(Fixture.values(k, (int) entry.elements()));
        }
      }
    }
  }

  @Test
  void typesAreTheFiles() throws IOException {
    for (String name : List.of("half.safetensors", "half.pth", "half-legacy.pth")) {
      try (TensorFile file = TensorFile.open(Fixture.path(name))) {
        assertThat(file.tensors())
            .extracting(TensorEntry::type)
            .containsExactly(
                ElementType.F16,
                ElementType.BF16,
                ElementType.F64,
                ElementType.F16,
                ElementType.BF16,
                ElementType.I64,
                ElementType.F16);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"old-tensor.pth", "big-endian.pth", "untyped.pth"})
  void olderAndNewerFormsOfTensorsAreRead(String name) throws IOException {
    Map<String, float[]> values = Fixture.read(Fixture.path(name));

    assertThat(values).containsOnlyKeys("fc.weight");
    assertThat(values.get("fc.weight")).containsExactly(Fixture.values(6, 6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"keras-earliest.h5", "keras-latest.h5", "keras-model.h5"})
  void kerasListsItsLayers(String name) throws IOException {
    try (TensorFile file = TensorFile.open(Fixture.path(name))) {
      assertThat(file.format()).isEqualTo(WeightFormat.KERAS);
      assertThat(file.tensors())
          .extracting(TensorEntry::name)
          .containsExactly(
              "Conv1/kernel",
              "bn_Conv1/gamma",
              "bn_Conv1/beta",
              "bn_Conv1/moving_mean",
              "bn_Conv1/moving_variance",
              "expanded_conv_depthwise/depthwise_kernel",
              "block_1/kernel");
      assertThat(file.tensors().get(5).shape()).containsExactly(2, 2, 3, 1);
      for (int k = 0; k < file.tensors().size(); k++) {
        TensorEntry entry = file.tensors().get(k);
        assertThat(file.read(entry)).containsExactly(Fixture.values(k, (int) entry.elements()));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"earliest, false", "latest, true"})
  void kerasThreeIsReadInTheOrderOfItsCounts(String version, boolean named) throws IOException {
    List<String> names = new ArrayList<>();
    for (int k = 0; k < 11; k++) {
      String layer = named ? "block" + k + "_conv" : k == 0 ? "conv2d" : "conv2d_" + k;
      names.addAll(List.of(layer + "/vars/0", layer + "/vars/1"));
    }

    Map<String, float[]> values = Fixture.read(Fixture.path("keras-3-" + version + ".weights.h5"));

    assertThat(values.keySet()).containsExactlyElementsOf(names);
    IntStream.range(0, 22)
        .forEach(
            i -> assertThat(values.get(names.get(i))).containsExactly(Fixture.values(i / 2, 2)));
  }

  @Test
  void kerasTreesWithoutListsAreWalked() throws IOException {
    assertThat(Fixture.read(Fixture.path("keras-2-tree.weights.h5")).keySet())
        .containsExactly("conv2d/vars/0", "functional/dense/vars/0");
    assertThat(Fixture.read(Fixture.path("keras-unlisted.h5")).keySet())
        .containsExactly("Conv1/kernel", "dense/bias");
  }

  @Test
  void countsAreListedAndNotRead() throws IOException {
    for (String name : List.of("plain.safetensors", "zip.pth")) {
      try (TensorFile file = TensorFile.open(Fixture.path(name))) {
        TensorEntry count = file.tensors().get(5);
        assertThat(count)
            .isEqualTo(new TensorEntry("bn.num_batches_tracked", ElementType.I64, List.of()));
        assertThatThrownBy(() -> file.read(count))
            .isInstanceOf(WeightFileException.class)
            .hasMessageContaining(name)
            .hasMessageEndingWith(
                "has tensor bn.num_batches_tracked as I64, and weights are F32, F16, BF16 or F64;"
                    + " convert it to F32");
      }
    }
  }

  @Test
  void anEntryOfAnotherFileIsRefused() throws IOException {
    try (TensorFile file = TensorFile.open(Fixture.path("plain.safetensors"))) {
      TensorEntry other = new TensorEntry("bn.weight", ElementType.F32, List.of(4));
      assertThatThrownBy(() -> file.read(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not a tensor of");
    }
  }

  @Test
  void prefixesAreDroppedIfAllNamesShareThem() {
    assertThat(SharedPrefix.length(List.of("module.a", "module.b.c"))).isEqualTo(7);
    assertThat(SharedPrefix.length(List.of("module.model.a", "module.model.b"))).isEqualTo(13);
    assertThat(SharedPrefix.length(List.of("module.a", "fc.weight"))).isZero();
    assertThat(SharedPrefix.length(List.of("encoder."))).isZero();
    assertThat(SharedPrefix.length(List.of())).isZero();
  }

  @Test
  void aShapeThatCannotBeCountedIsRefused() {
    assertThatThrownBy(
            () -> new TensorEntry("w", ElementType.U8, List.of(1 << 30, 1 << 30, 1 << 30)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tensor w has the shape [1073741824, 1073741824, 1073741824]");
    assertThat(new TensorEntry("w", ElementType.F64, List.of(1 << 30, 1 << 20)).bytes())
        .isEqualTo(1L << 53);
  }
}
