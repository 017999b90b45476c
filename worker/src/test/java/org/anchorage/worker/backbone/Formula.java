/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.backbone;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.anchorage.core.architecture.Architecture;
import org.anchorage.core.architecture.names.Convention;
import org.anchorage.core.architecture.names.Role;
import org.anchorage.core.architecture.names.Wanted;
import org.anchorage.worker.weights.ElementType;
import org.anchorage.worker.weights.SafetensorsWriter;
import org.anchorage.worker.weights.TensorEntry;

/**
 * Weights of a backbone by a formula, which benchmarks/peers/backbone_golden.py has too: element i of
 * tensor t, counted by names in ascending order, is drawn from u = frac(sin(12.9898 i + 78.233 t)
 * 43758.5453) - 1/2. Files with them need not be committed.
 */
final class Formula {

  private Formula() {}

  /** Writes a file of some framework's names. */
  static Path write(
      Path directory, Convention convention, Architecture architecture, double multiplier)
      throws IOException {
    List<Wanted> wanted = convention.wanted(architecture, multiplier);
    List<String> sorted = wanted.stream().map(Wanted::name).sorted().toList();
    Map<String, float[]> values = new HashMap<>();
    for (Wanted each : wanted) {
      values.put(each.name(), of(each, sorted.indexOf(each.name())));
    }
    return write(directory.resolve("formula.safetensors"), wanted, values);
  }

  /** Writes a file of tensors. */
  static Path write(Path file, List<Wanted> wanted, Map<String, float[]> values)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      new SafetensorsWriter(
              wanted.stream()
                  .map(each -> new TensorEntry(each.name(), ElementType.F32, each.shape()))
                  .toList(),
              Map.of())
          .write(out, entry -> values.getOrDefault(entry.name(), new float[0]));
    }
    return file;
  }

  private static float[] of(Wanted wanted, int tensor) {
    int length = wanted.shape().stream().reduce(1, Math::multiplyExact);
    int outputs = wanted.unit().outputs();
    float[] values = new float[length];
    IntStream.range(0, length)
        .forEach(
            i -> {
              double wave = Math.sin(12.9898 * i + 78.233 * tensor) * 43758.5453;
              double u = wave - Math.floor(wave) - 0.5;
              values[i] = (float) value(wanted.role(), u, length / outputs);
            });
    return values;
  }

  private static double value(Role role, double u, int fanIn) {
    return switch (role) {
      // Variance 2 / fan-in.
      case WEIGHTS -> u * Math.sqrt(24.0 / fanIn);
      case GAMMA, VARIANCE -> 1 + u;
      case BIAS, BETA, MEAN -> 0.2 * u;
    };
  }
}
