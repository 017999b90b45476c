/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.backbone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.architecture.Architectures;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.names.Fit;
import org.anchorage.core.architecture.names.Fits;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.worker.image.Augmenter;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageDecoder;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Engine;
import org.anchorage.worker.step.Engines;
import org.anchorage.worker.weights.TensorFile;

/** From the file of an image and a file of weights to features, through the code that runs use. */
final class Photo {

  private static final long MOST_PIXELS = 100_000_000;

  private Photo() {}

  /** Returns settings of a backbone whose embedding is its features, with what the file decides. */
  static Settings settings(Path weights, String name, double multiplier, int side)
      throws IOException {
    try (TensorFile file = TensorFile.open(weights)) {
      Fit fit =
          Fits.of(
              BackboneReader.shapes(file),
              Architectures.find(name).orElseThrow(),
              multiplier);
      return settings(
          weights,
          List.of(
              "encoder.name=" + name,
              "encoder.multiplier=" + multiplier,
              "encoder.batch-norm=" + (fit.convention().isFolded() ? "folded" : "frozen"),
              "encoder.padding="
                  + (fit.convention().padding().name().equals("SAME") ? "same" : "symmetric"),
              "encoder.input=" + fit.convention().input(),
              "image.width=" + side,
              "image.height=" + side));
    }
  }

  private static Settings settings(Path weights, List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.addAll(
        List.of(
            "encoder.weights=" + weights,
            "image.channels=3",
            "image.fit=stretch",
            "embedding.head=none",
            "embedding.normalise=false",
            "optimiser.name=sgd",
            "optimiser.momentum=0",
            "optimiser.weight-decay=0",
            "optimiser.learning-rate=1000000",
            "loss.name=multi-similarity",
            "loss.multi-similarity.epsilon=none"));
    String last = "";
    for (int features : new int[] {512, 2048, 1280, 1792}) {
      try {
        List<String> sized = new ArrayList<>(all);
        sized.add("embedding.dim=" + features);
        return SettingsReader.defaults().with(sized).settings();
      } catch (IllegalArgumentException e) {
        last = String.valueOf(e.getMessage());
      }
    }
    throw new IllegalArgumentException(last);
  }

  /** Returns a network that starts from a file of weights. */
  static float[] network(Settings settings, Path weights) throws IOException {
    Engine engine = Engines.of(settings);
    RankingLoss loss = RankingLosses.of(settings.loss(), 4);
    ParameterLayout layout = engine.layout(settings, loss);
    try (TensorFile file = TensorFile.open(weights)) {
      Fit fit =
          new StrictFit(weights.toString(), BackboneReader.shapes(file)).of(settings.encoder());
      return new BackboneReader(weights.toString(), file, fit)
          .over(engine.initial(settings, loss), layout);
    }
  }

  /** Returns an image as the network reads it. */
  static float[] prepared(Settings settings, Path image) throws IOException {
    float[] read = new float[settings.image().bytes()];
    try {
      byte[] pixels =
          new ImageDecoder(settings.image(), settings.encoder().input(), MOST_PIXELS)
              .decode(Files.readAllBytes(image));
      new Augmenter(settings.image(), settings.encoder().input(), settings.augment())
          .plain(pixels, read, 0);
      return read;
    } catch (BadImageException e) {
      throw new IOException(e);
    }
  }

  static float[] features(Settings settings, float[] network, Path image) throws IOException {
    Engine engine = Engines.of(settings);
    Embedder embedder = engine.embedder(settings);
    embedder.setParameters(engine.embeddingParameters(settings, network));
    return embedder.embed(prepared(settings, image), 1);
  }

  /** Returns the largest difference, as a part of the largest expected number. */
  static double difference(float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      throw new AssertionError(actual.length + " numbers, not " + expected.length);
    }
    double off = 0;
    double most = 0;
    for (int i = 0; i < actual.length; i++) {
      off = Math.max(off, Math.abs(actual[i] - expected[i]));
      most = Math.max(most, Math.abs(expected[i]));
    }
    return off / most;
  }
}
