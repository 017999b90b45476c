/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture.names;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Names and shapes of real files: "NAME 64x3x7x7" a line. */
final class TensorLists {

  private TensorLists() {}

  static Map<String, List<Integer>> of(String file) {
    try (InputStream in = TensorLists.class.getResourceAsStream(file + ".txt")) {
      if (in == null) {
        throw new IllegalArgumentException("no fixture " + file);
      }
      Map<String, List<Integer>> tensors = new LinkedHashMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .forEach(
              line -> {
                String[] words = line.split(" ", -1);
                tensors.put(words[0], shape(words[1]));
              });
      return tensors;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Integer> shape(String text) {
    return text.isEmpty()
        ? List.of()
        : Stream.of(text.split("x", -1)).map(Integer::valueOf).toList();
  }
}
