/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TestNpyHeader {

  /** What NumPy 1.26 writes of {@code numpy.zeros((2, 3), 'float32')}, before the floats. */
  private static final String GOLDEN =
      "\u0093NUMPY\u0001\u0000v\u0000"
          + "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
          + " ".repeat(58)
          + "\n";

  private static byte[] bytes(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static NpyHeader read(String latin) throws IOException {
    return NpyHeader.read(new ByteArrayInputStream(bytes(latin)), "x.npy");
  }

  @Test
  void isWhatNumPyWrites() throws IOException {
    assertThat(new NpyHeader(2, 3).bytes()).isEqualTo(bytes(GOLDEN)).hasSize(128);
    assertThat(read(GOLDEN)).isEqualTo(new NpyHeader(2, 3));
    NpyHeader large = new NpyHeader(123_456_789_012L, 1024);
    assertThat(large.bytes().length % 64).isZero();
    assertThat(NpyHeader.read(new ByteArrayInputStream(large.bytes()), "x")).isEqualTo(large);
  }

  @Test
  void anotherArrayIsRefused() {
    for (String other :
        new String[] {
          GOLDEN.replace("<f4", "<f8"),
          GOLDEN.replace("False", "True "),
          GOLDEN.replace("(2, 3)", "(2, )"),
          GOLDEN.replace("(2, 3), ", "(2,3,4),")
        }) {
      assertThatThrownBy(() -> read(other))
          .hasMessageStartingWith("x.npy holds {'descr'")
          .hasMessageContaining("save a float32 array of two axes");
    }
    assertThatThrownBy(() -> read("no array"))
        .hasMessage("x.npy is not an array of NumPy; write it by numpy.save");
  }
}
