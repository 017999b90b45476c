/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TestListFile {

  private static final Vectors BASE = Drawn.vectors(500, 19, 20, 1);

  @TempDir Path directory;

  private static InvertedLists lists(Coding coding) {
    return new ListSplit(12, coding, new Seed(2)).divide(BASE, 7000);
  }

  private static byte[] bytes(InvertedLists lists) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ListFile.write(lists, bytes);
    return bytes.toByteArray();
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("lists.ivf"), bytes);
  }

  @ParameterizedTest
  @EnumSource
  void listsComeBackAndFindTheSame(Coding coding) throws IOException {
    InvertedLists lists = lists(coding);
    Path file = file(bytes(lists));
    int[] all = IntStream.range(0, BASE.count()).toArray();
    Neighbours expected = lists.search(3).search(BASE, 6);
    for (InvertedLists back :
        new InvertedLists[] {ListFile.open(file), ListFile.verified(file, 9000)}) {
      assertThat(back.coding()).isEqualTo(coding);
      assertThat(back.lists()).isEqualTo(lists.lists());
      assertThat(back.vectors(all).values()).isEqualTo(lists.vectors(all).values());
      Neighbours found = back.search(3).search(BASE, 6);
      assertThat(found.indices()).isEqualTo(expected.indices());
      assertThat(found.squaredDistances()).isEqualTo(expected.squaredDistances());
      assertThat(bytes(back)).isEqualTo(bytes(lists));
    }
  }

  /** The room of a deleted file is free when its lists are closed, not when they are collected. */
  @Test
  void closingEndsTheMapping() throws IOException {
    Path maps = Path.of("/proc/self/maps");
    assumeThat(maps).exists();
    Path file = file(bytes(lists(Coding.FLOAT)));
    InvertedLists lists = ListFile.open(file);
    assertThat(Files.readString(maps)).contains(file.toString());
    lists.close();
    lists.close();
    assertThat(Files.readString(maps)).doesNotContain(file.toString());
    assertThatThrownBy(() -> lists.vectors(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "These lists are closed, and their file is not mapped any more; open the file again");
  }

  @Test
  void equalListsHaveEqualBytes() throws IOException {
    assertThat(bytes(lists(Coding.INT8))).isEqualTo(bytes(lists(Coding.INT8)));
  }

  /** The format, byte by byte: one vector of two numbers. */
  @Test
  void aFileIsWhatTheHeaderDescribes() throws IOException {
    Vectors one = new Vectors(2, new float[] {1.5f, -2});
    byte[] written = bytes(new ListSplit(1, Coding.FLOAT, new Seed(1)).divide(one));
    ByteBuffer file = ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(Arrays.copyOf(written, 8)).asString().isEqualTo("ANCHLIST");
    // Version, bytes of a number, dim, lists, vectors, blocks.
    assertThat(IntStream.range(0, 6).map(i -> file.getInt(8 + 4 * i)).toArray())
        .isEqualTo(new int[] {1, 4, 2, 1, 1, 1});
    assertThat(new float[] {file.getFloat(128), file.getFloat(132)}).isEqualTo(one.values());
    assertThat(new int[] {file.getInt(192), file.getInt(196)}).isEqualTo(new int[] {0, 1});
    assertThat(file.getInt(256)).isZero();
    int blocks = 384;
    assertThat(file.getFloat(blocks)).isEqualTo(1.5f);
    assertThat(file.getFloat(blocks + 64 * 4)).isEqualTo(-2);
    assertThat(written).hasSize(blocks + 2 * 64 * 4);
  }

  @ParameterizedTest
  @CsvSource({
    "0, it does not begin as a file of lists does",
    "8, has version 0",
    "12, the checksum of its header is wrong",
    "24, the checksum of its header is wrong",
    "130, the checksum of its centroids is wrong",
  })
  void damageIsNamed(int at, String message) throws IOException {
    byte[] bytes = bytes(lists(Coding.FLOAT));
    bytes[at] ^= 1;
    refused(file(bytes), message);
  }

  @Test
  void damageOfAnyPartIsNamed() throws IOException {
    byte[] whole = bytes(lists(Coding.INT8));
    ListHeader header = ListHeader.read(ByteBuffer.wrap(whole), whole.length, "");
    String[] parts = {"centroids", "starts", "rows", "ranges", "checksums of lists"};
    for (int part = 0; part < parts.length; part++) {
      byte[] bytes = whole.clone();
      bytes[(int) header.offsets()[part] + 3] ^= 4;
      refused(file(bytes), "the checksum of its " + parts[part] + " is wrong");
    }
  }

  @Test
  void aDamagedListIsFoundByVerifying() throws IOException {
    byte[] bytes = bytes(lists(Coding.HALF));
    bytes[bytes.length - 1] ^= 1;
    Path file = file(bytes);
    assertThatCode(() -> ListFile.open(file)).doesNotThrowAnyException();
    int last = lists(Coding.HALF).lists() - 1;
    assertThatThrownBy(() -> ListFile.verified(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " is damaged: the checksum of list " + last + " is wrong")
        .hasMessageContaining("build the lists again, or restore the file");
  }

  @Test
  void aFileOfAnotherLengthIsRefused() throws IOException {
    byte[] bytes = bytes(lists(Coding.FLOAT));
    refused(
        file(Arrays.copyOf(bytes, bytes.length - 1)),
        "it has " + (bytes.length - 1) + " bytes, and its header says " + bytes.length);
    refused(file(Arrays.copyOf(bytes, bytes.length + 1)), "bytes, and its header says");
    refused(file(Arrays.copyOf(bytes, 100)), "it does not begin as a file of lists does");
    refused(file(new byte[0]), "it does not begin as a file of lists does");
    refused(directory.resolve("other.ivf"), "There is no ");
  }

  private static void refused(Path file, String message) {
    assertThatThrownBy(() -> ListFile.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }
}
