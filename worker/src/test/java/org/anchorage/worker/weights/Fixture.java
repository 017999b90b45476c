/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that make_fixtures.py has made, and the values in them. */
final class Fixture {

  private Fixture() {}

  static Path path(String name) {
    try {
      return Path.of(Fixture.class.getResource("/weights/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(path(name));
  }

  /** Returns the values of tensor number k. */
  static float[] values(int k, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (k + 1 + i / 8f) * (i % 2 == 0 ? 1 : -1);
    }
    return values;
  }

  /** Returns the values of all tensors that hold weights, by name. */
  static Map<String, float[]> read(Path file) throws IOException {
    Map<String, float[]> values = new LinkedHashMap<>();
    try (TensorFile open = TensorFile.open(file)) {
      for (TensorEntry entry : open.tensors()) {
        if (entry.type().isWeight()) {
          values.put(entry.name(), open.read(entry));
        }
      }
    }
    return values;
  }
}
