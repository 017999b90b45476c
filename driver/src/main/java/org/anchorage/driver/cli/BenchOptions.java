/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.architecture.Architecture;
import org.anchorage.core.architecture.Architectures;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a benchmark runs: a few settings under short names, and all others as words. */
final class BenchOptions extends SettingsOptions {

  /** Stands for weights that a benchmark draws. */
  private static final String DRAWN = "drawn";

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Workers at once, each with a thread and a network (default 2).")
  @Nullable Integer workers;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images in a batch, two of each class (default 128; 16 for backbones).")
  @Nullable Integer batch;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      description = "Short for loss.name=NAME (default triplet).")
  @Nullable String loss;

  @Option(
      names = "--encoder",
      paramLabel = "NAME",
      description = {
        "c2f2 (default): 28 x 28 grey, 512-d.",
        "residual: 64 x 64 RGB, 128-d, 32 channels wide, as in conf/grocery.conf.",
        "resnet-18, resnet-34, resnet-50, mobilenet-v2: 224 x 224 RGB, 128-d, with drawn weights and"
            + " frozen batch normalisation. No file of encoder.weights is read."
      })
  String encoder = "c2f2";

  /** Returns the settings: defaults, the encoder's, file, options, words. */
  @Override
  RunSettings read() {
    List<String> base =
        new ArrayList<>(
            List.of(
                "workers=2",
                "mining=none",
                "batch.sampler=pairs",
                "batch.classes=64",
                "batch.images=2",
                // Drawn characters are dark on white.
                "image.invert=true",
                "encoder.name=" + encoder));
    if (encoder.equals("residual")) {
      base.addAll(
          List.of(
              "image.width=64",
              "image.height=64",
              "image.channels=3",
              "encoder.width=32",
              "embedding.dim=128"));
    }
    if (Architectures.find(encoder).stream().anyMatch(Architecture::isBackbone)) {
      base.addAll(
          List.of(
              "image.width=224",
              "image.height=224",
              "image.channels=3",
              "embedding.dim=128",
              "batch.classes=8",
              // No file is read: with weights, batch normalisation is frozen.
              "encoder.weights=" + DRAWN));
    }
    return over(SettingsReader.defaults().with(base)).with(options()).with(words).read();
  }

  private List<String> options() {
    List<String> options = new ArrayList<>();
    if (workers != null) {
      options.add("workers=" + workers);
    }
    Integer images = batch;
    if (images != null) {
      if (images < 4 || images % 2 != 0) {
        throw new ConfigurationException(
            "--batch", images, "a batch is made of pairs; give an even number, at least 4");
      }
      options.addAll(List.of("batch.classes=" + images / 2, "batch.images=2"));
    }
    if (loss != null) {
      options.add("loss.name=" + loss);
    }
    return options;
  }
}
