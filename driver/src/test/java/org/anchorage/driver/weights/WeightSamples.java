/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.weights;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.anchorage.core.architecture.Architectures;
import org.anchorage.core.architecture.names.Convention;
import org.anchorage.worker.weights.ElementType;
import org.anchorage.worker.weights.SafetensorsWriter;
import org.anchorage.worker.weights.TensorEntry;

/** Small files of weights: every number is 0.5. */
public final class WeightSamples {

  private WeightSamples() {}

  /** Writes MobileNetV2 of a multiplier, and a classifier of 2 classes. */
  public static Path mobileNet(Path file, Convention convention, double multiplier)
      throws IOException {
    List<TensorEntry> entries =
        new ArrayList<>(
            convention
                .wanted(Architectures.find("mobilenet-v2").orElseThrow(), multiplier)
                .stream()
                .map(each -> new TensorEntry(each.name(), ElementType.F32, each.shape()))
                .toList());
    entries.add(new TensorEntry("classifier.weight", ElementType.F32, List.of(2, 1280)));
    return write(file, entries);
  }

  /** Writes tensors. */
  public static Path write(Path file, List<TensorEntry> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      new SafetensorsWriter(entries, Map.of())
          .write(
              out,
              entry -> {
                float[] values = new float[Math.toIntExact(entry.elements())];
                Arrays.fill(values, 0.5f);
                return values;
              });
    }
    return file;
  }
}
