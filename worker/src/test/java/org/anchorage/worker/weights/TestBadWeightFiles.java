/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TestBadWeightFiles {

  @TempDir private Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("weights"), bytes);
  }

  private static void refused(Path file, String message) {
    assertThatThrownBy(() -> Fixture.read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessageStartingWith("The weight file " + file + " ")
        .hasMessageContaining(message);
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write("text".getBytes(StandardCharsets.US_ASCII));
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void whatIsNoFileIsRefused() throws IOException {
    refused(folder, "is a directory; name a file in it");
    refused(folder.resolve("none"), "is not there; check the path");
    refused(file(new byte[0]), "is empty; copy or download the file again");
  }

  @ParameterizedTest
  @CsvSource({
    "89504e470d0a1a0a00, is a PNG image; give a safetensors file",
    "ffd8ffe000104a464946, is a JPEG image",
    "1f8b08000000000000, is compressed by gzip: unpack it first",
    "3c21444f43545950452068746d6c3e, 'is a web page or XML, as a failed download leaves it'",
    "7b2261223a2031307d, is a JSON text",
    "934e554d5059010076, 'is an array of NumPy, which has no names'",
    "47475546030000000000, is a GGUF file",
    "080712077079746f726368, is an ONNX model or another protobuf",
    "0801122a0a0312, is a SavedModel of TensorFlow",
    "1c00000054464c33, is a TensorFlow Lite model",
    "0102030405060708090a, is of no known kind: it starts with 01 02 03 04 05 06 07 08; give a safetensors file",
    "80027d71002e, is a pickle that torch.save did not write"
  })
  void filesOfOtherKindsAreNamed(String bytes, String message) throws IOException {
    refused(file(HexFormat.of().parseHex(bytes)), message);
  }

  @Test
  void aPointerOfGitLfsIsNamed() throws IOException {
    refused(
        file("version https://git-lfs.github.com/spec/v1".getBytes(StandardCharsets.US_ASCII)),
        "is a pointer of Git LFS: run git lfs pull");
  }

  @Test
  void archivesOfOtherKindsAreNamed() throws IOException {
    refused(
        file(zip("metadata.json", "config.json", "model.weights.h5")),
        "is a .keras archive; unzip it and give the model.weights.h5 in it");
    refused(
        file(zip("m/data.pkl", "m/code/__torch__.py", "m/constants.pkl")),
        "is a TorchScript archive, which holds code; in Python: model = torch.jit.load(F); "
            + "torch.save(model.state_dict(), \"weights.pth\")");
    refused(file(zip("a.npy")), "is an archive of NumPy arrays");
    refused(file(zip("readme")), "is a zip archive without data.pkl");
    refused(file(zip("m/data.pkl")), "with m/data.pkl compressed, as torch.save never writes it");
  }

  @ParameterizedTest
  @CsvSource({
    "no-state.pth, 'holds a dict with the keys [epoch, optimizer] and no state dict'",
    "tensor.pth, holds a tensor without a name and no state dict",
    "namespace.pth, names argparse.Namespace; only tensors are read"
  })
  void checkpointsWithoutStateDictAreRefused(String name, String message) {
    refused(Fixture.path(name), message);
    refused(Fixture.path(name), "torch.save(model.state_dict(), \"weights.pth\")");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.safetensors",
        "half.safetensors",
        "zip.pth",
        "legacy.pth",
        "views-legacy.pth",
        "wrapped-legacy.pth",
        "keras-earliest.h5",
        "keras-latest.h5",
        "keras-model.h5",
        "keras-3-latest.weights.h5"
      })
  void aFileCutAnywhereIsRefused(String name) throws IOException {
    byte[] whole = Fixture.bytes(name);
    int step = Math.max(1, whole.length / 97);
    for (int length = 1; length < whole.length; length += step) {
      refused(file(Arrays.copyOf(whole, length)), "");
    }
    refused(file(Arrays.copyOf(whole, whole.length - 1)), "again");
    refused(file(Arrays.copyOf(whole, whole.length / 2)), "again");
  }

  @Test
  void eachFormatSaysWhatIsMissing() throws IOException {
    byte[] safetensors = Fixture.bytes("plain.safetensors");
    refused(
        file(Arrays.copyOf(safetensors, safetensors.length - 3)),
        "bytes of tensors; copy or download the file again");
    byte[] zip = Fixture.bytes("zip.pth");
    refused(
        file(Arrays.copyOf(zip, zip.length - 3)), "is a zip archive that is damaged or cut short");
    byte[] legacy = Fixture.bytes("legacy.pth");
    refused(file(Arrays.copyOf(legacy, legacy.length - 3)), "ends within storage");
    refused(file(Arrays.copyOf(legacy, 200)), "ends within its pickle");
    byte[] keras = Fixture.bytes("keras-earliest.h5");
    refused(
        file(Arrays.copyOf(keras, keras.length / 2)), "is an HDF5 file that is cut short: it has ");
  }

  @Test
  void aDamagedStorageIsRefusedByItsCheckSum() throws IOException {
    byte[] whole = Fixture.bytes("zip.pth");
    byte[] first = new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, (byte) 0x90, (byte) 0xbf};
    int at = Collections.indexOfSubList(boxed(whole), boxed(first));
    assertThat(at).isPositive();
    whole[at] ^= 1;

    refused(file(whole), "is damaged in zip/data/0: its check sum does not match");
  }

  private static List<Byte> boxed(byte[] bytes) {
    List<Byte> boxed = new ArrayList<>();
    for (byte b : bytes) {
      boxed.add(b);
    }
    return boxed;
  }
}
