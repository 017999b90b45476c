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
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.anchorage.core.architecture.Architectures;
import org.anchorage.core.architecture.names.Convention;
import org.anchorage.core.architecture.names.Wanted;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.weights.ElementType;
import org.anchorage.worker.weights.SafetensorsWriter;
import org.anchorage.worker.weights.TensorEntry;

/** Small files of weights. Every number is 0.5 where nothing is said of it. */
public final class WeightSamples {

  private WeightSamples() {}

  /** Writes MobileNetV2 of a multiplier, and a classifier of 2 classes. */
  public static Path mobileNet(Path file, Convention convention, double multiplier)
      throws IOException {
    return mobileNet(file, convention, multiplier, 0.5f);
  }

  /** Writes MobileNetV2 with one number everywhere. */
  public static Path mobileNet(
      Path file, Convention convention, double multiplier, float everywhere) throws IOException {
    List<TensorEntry> entries =
        new ArrayList<>(
            convention.wanted(Architectures.find("mobilenet-v2").orElseThrow(), multiplier).stream()
                .map(each -> new TensorEntry(each.name(), ElementType.F32, each.shape()))
                .toList());
    entries.add(new TensorEntry("classifier.weight", ElementType.F32, List.of(2, 1280)));
    return write(file, entries, entry -> filled(entry, everywhere));
  }

  /**
   * Writes MobileNetV2 of a multiplier, by timm's names, with numbers that are drawn: images keep
   * their differences on the way through it, so that it can be trained.
   */
  public static Path drawn(Path file, double multiplier) throws IOException {
    List<Wanted> wanted =
        Convention.TIMM.wanted(Architectures.find("mobilenet-v2").orElseThrow(), multiplier);
    Map<String, Wanted> named =
        wanted.stream().collect(Collectors.toMap(Wanted::name, each -> each));
    return write(
        file,
        wanted.stream()
            .map(each -> new TensorEntry(each.name(), ElementType.F32, each.shape()))
            .toList(),
        entry -> drawn(Objects.requireNonNull(named.get(entry.name())), entry.elements()));
  }

  private static float[] drawn(Wanted tensor, long elements) {
    SplittableRandom random = new Seed(1).derive(tensor.name()).generator();
    double middle =
        switch (tensor.role()) {
          case GAMMA, VARIANCE -> 1;
          case WEIGHTS, BIAS, BETA, MEAN -> 0;
        };
    double reach =
        switch (tensor.role()) {
          // He's: as wide after a rectifier as before the convolution.
          case WEIGHTS -> Math.sqrt(6.0 * tensor.shape().get(0) / elements);
          case GAMMA, VARIANCE, BIAS, BETA, MEAN -> 0.2;
        };
    float[] values = new float[Math.toIntExact(elements)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (middle + reach * (2 * random.nextDouble() - 1));
    }
    return values;
  }

  /** Writes tensors. */
  public static Path write(Path file, List<TensorEntry> entries) throws IOException {
    return write(file, entries, entry -> filled(entry, 0.5f));
  }

  private static float[] filled(TensorEntry entry, float value) {
    float[] values = new float[Math.toIntExact(entry.elements())];
    Arrays.fill(values, value);
    return values;
  }

  private static Path write(Path file, List<TensorEntry> entries, SafetensorsWriter.Values values)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      new SafetensorsWriter(entries, Map.of()).write(out, values);
    }
    return file;
  }
}
