/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anchorage.core.architecture.Architectures;
import org.anchorage.core.architecture.names.Convention;
import org.anchorage.core.config.Settings;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * From the file of an image to features equal to PyTorch's. benchmarks/peers/backbones.py golden
 * wrote what is expected.
 */
class TestEmbeddingsOfFiles {

  private static final double CLOSE = 1e-3;
  private static final int SIDE = 32;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "resnet-18, 1, TORCHVISION, resnet18",
    "mobilenet-v2, 0.1, TORCHVISION, mobilenet_v2",
    "mobilenet-v2, 0.1, FOLDED, mobilenet_v2_folded"
  })
  void featuresAreThoseOfPyTorch(
      String name, double multiplier, Convention convention, String golden) throws Exception {
    Path weights =
        Formula.write(
            directory, convention, Architectures.find(name).orElseThrow(), multiplier);
    Settings settings = Photo.settings(weights, name, multiplier, SIDE);
    float[] features =
        Photo.features(settings, Photo.network(settings, weights), resource("photo.png"));
    assertThat(Photo.difference(features, expected(golden))).isLessThan(CLOSE);
  }

  private static float[] expected(String golden) throws IOException, URISyntaxException {
    List<String> lines = Files.readAllLines(resource("golden-" + golden + ".txt"));
    float[] expected = new float[lines.size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Float.parseFloat(lines.get(i));
    }
    return expected;
  }

  private static Path resource(String name) throws URISyntaxException {
    URL url = TestEmbeddingsOfFiles.class.getResource(name);
    if (url == null) {
      throw new IllegalArgumentException("no fixture " + name);
    }
    return Path.of(url.toURI());
  }
}
