/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.byLessThan;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.anchorage.core.architecture.ParameterLayout.Span;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.onednn.OneDnn;
import org.anchorage.worker.step.Embedder;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backbones by oneDNN's primitives beside the same by ND4J's operations. */
class TestCompiledEmbedder {

  private static final Nd4jEngine ENGINE = new Nd4jEngine();

  /** As a part of the largest number. Winograd's algorithm is off by 2e-6 a layer. */
  private static final double CLOSE = 1e-5;

  @BeforeEach
  void thereIsOneDnn() {
    assumeThat(OneDnn.isUsable()).isTrue();
  }

  private static Settings settings(String name, int width, int height, String... words) {
    return SettingsReader.defaults()
        .with(
            List.of(
                "encoder.name=" + name,
                "encoder.weights=none.pth",
                "image.channels=3",
                "image.width=" + width,
                "image.height=" + height,
                "embedding.dim=24"))
        .with(List.of(words))
        .settings();
  }

  /** Returns initial parameters, with statistics and scales that are not those of an identity. */
  private static float[] start(Settings settings) {
    RankingLoss loss = RankingLosses.of(settings.loss(), 4);
    float[] start = ENGINE.initial(settings, loss);
    for (Span span : ENGINE.layout(settings, loss).spans()) {
      for (int i = span.from(); i < span.to(); i++) {
        switch (span.parameter()) {
          case "gamma" -> start[i] = 0.7f + 0.1f * (i % 3);
          case "beta", "mean", "bias" -> start[i] = 0.05f * (i % 5 - 2);
          case "variance" -> start[i] = 0.8f + 0.1f * (i % 4);
          default -> {}
        }
      }
    }
    return ENGINE.embeddingParameters(settings, start);
  }

  private static float[] images(Settings settings, int count) {
    float[] images = new float[count * settings.image().bytes()];
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) (2 * random.nextDouble() - 1);
    }
    return images;
  }

  private static Embedder compiled(Settings settings) {
    Embedder embedder = ENGINE.embedder(settings);
    assertThat(embedder).isInstanceOf(CompiledEmbedder.class);
    embedder.setParameters(start(settings));
    return embedder;
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double off = 0;
    double most = 0;
    for (int i = 0; i < expected.length; i++) {
      off = Math.max(off, Math.abs(actual[i] - expected[i]));
      most = Math.max(most, Math.abs(expected[i]));
    }
    assertThat(off / most).isLessThan(CLOSE);
  }

  @ParameterizedTest
  @CsvSource({
    "resnet-18, 32, 64, 7, frozen, average, none",
    "resnet-18, 160, 96, 3, trained, gem, layer-norm",
    "resnet-18, 128, 128, 4, folded, max, linear",
    "resnet-34, 224, 224, 1, frozen, average, none",
    "resnet-50, 160, 160, 3, frozen, average-max, linear",
    "resnet-50, 64, 64, 5, folded, average, none"
  })
  void residualNetworksAreThoseOfNd4j(
      String name, int width, int height, int count, String norm, String pooling, String head) {
    assertIsNd4j(
        settings(
            name,
            width,
            height,
            "encoder.batch-norm=" + norm,
            "encoder.pooling=" + pooling,
            "embedding.head=" + head,
            head.equals("none") ? "embedding.dim=" + features(name) : "embedding.dim=24",
            "embedding.normalise=" + head.equals("linear")),
        count);
  }

  private static int features(String name) {
    return name.equals("resnet-50") ? 2048 : 512;
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 32, 32, 9, frozen, same",
    "1.0, 96, 64, 5, trained, symmetric",
    "1.4, 128, 128, 11, folded, same",
    "1.4, 224, 224, 2, frozen, symmetric",
    "0.25, 256, 256, 1, frozen, same",
    "0.1, 64, 32, 14, folded, symmetric"
  })
  void mobileNetsAreThoseOfNd4j(
      double multiplier, int width, int height, int count, String norm, String padding) {
    assertIsNd4j(
        settings(
            "mobilenet-v2",
            width,
            height,
            "encoder.multiplier=" + multiplier,
            "encoder.batch-norm=" + norm,
            "encoder.padding=" + padding),
        count);
  }

  private static void assertIsNd4j(Settings settings, int count) {
    float[] images = images(settings, count);
    Embedder embedder = compiled(settings);
    float[] actual = embedder.embed(images, count);
    assertThat(embedder.embed(images, count)).isEqualTo(actual);
    embedder.releaseScratch();
    assertThat(embedder.embed(images, count)).isEqualTo(actual);
    embedder.releaseScratch();

    Embedder twin = Nd4jEngine.embedder(Encoders.embedding(settings));
    twin.setParameters(embedder.parameters());
    assertClose(actual, twin.embed(images, count));
  }

  /** The first two by Winograd's algorithm, the others not. */
  @ParameterizedTest
  @CsvSource({
    "resnet-18, 128, 5",
    "resnet-50, 128, 3",
    "resnet-18, 96, 17",
    "mobilenet-v2, 128, 9",
    "mobilenet-v2, 32, 130"
  })
  void anImageHasTheSameVectorToTheBitAtAnyPlace(String name, int side, int count)
      throws Exception {
    Settings settings =
        settings(
            name, side, side, "encoder.multiplier=" + (name.equals("mobilenet-v2") ? 0.25 : 1));
    Embedder embedder = compiled(settings);
    float[] images = images(settings, count);
    float[] vectors = embedder.embed(images, count);
    int size = settings.image().bytes();
    for (int i : new int[] {0, 1, count / 2, count - 1}) {
      float[] one = Arrays.copyOfRange(images, i * size, (i + 1) * size);
      assertThat(embedder.embed(one, 1))
          .isEqualTo(Arrays.copyOfRange(vectors, i * 24, i * 24 + 24));
    }
    float[] elsewhere =
        CompletableFuture.supplyAsync(
                () -> {
                  Settings other = settings("mobilenet-v2", 64, 64, "encoder.multiplier=0.1");
                  compiled(other).embed(images(other, 2), 2);
                  return embedder.embed(images, count);
                })
            .get();
    assertThat(elsewhere).isEqualTo(vectors);
    embedder.releaseScratch();
  }

  @ParameterizedTest
  @CsvSource({
    "resnet-18, 128, last-stages 2",
    "resnet-18, 64, last-stages 1",
    "mobilenet-v2, 32, last-stages 2",
    "mobilenet-v2, 128, last-stages 3",
    "mobilenet-v2, 64, head"
  })
  void theFirstStagesGiveTheirMap(String name, int side, String trainable) {
    Settings settings = settings(name, side, side);
    float[] start = start(settings);
    Trainable some = Trainable.of(trainable);
    Embedder frozen = ENGINE.frozen(settings, some, start);
    assertThat(frozen).isInstanceOf(CompiledEmbedder.class);
    NetworkParts.PartNetwork part =
        new NetworkParts(
                settings, Encoders.output(settings, RankingLosses.of(settings.loss(), 4)), start)
            .frozen(some);
    Embedder twin = new Dl4jEmbedder(ENGINE, part.network(), InputBuffer.of(part.input()));
    float[] images = images(settings, 3);
    assertClose(frozen.embed(images, 3), twin.embed(images, 3));
    frozen.releaseScratch();
  }

  @Test
  void newParametersAndFilesAreFollowed() throws IOException {
    Settings settings = settings("mobilenet-v2", 32, 32, "encoder.multiplier=0.1");
    Embedder embedder = compiled(settings);
    float[] images = images(settings, 3);
    float[] before = embedder.embed(images, 3);
    float[] start = embedder.parameters();
    float[] other = start.clone();
    for (int i = 0; i < other.length; i++) {
      other[i] *= 1.01f;
    }
    embedder.setParameters(other);
    assertThat(embedder.embed(images, 3)).isNotEqualTo(before);
    embedder.setParameters(start);
    assertThat(embedder.embed(images, 3)).isEqualTo(before);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    embedder.write(file);
    Embedder read = ENGINE.readEmbedder(settings, new ByteArrayInputStream(file.toByteArray()));
    assertThat(read).isInstanceOf(CompiledEmbedder.class);
    assertThat(read.embed(images, 3)).isEqualTo(before);
  }

  /** To 0.1 MB: the collector may free other tests' arrays, and ND4J keeps some bytes. */
  @Test
  void memoryIsKeptOnceAndFreed() {
    Settings settings = settings("resnet-18", 128, 128);
    Embedder embedder = compiled(settings);
    float[] images = images(settings, 3);
    System.gc();
    Pointer.deallocateReferences();
    long before = Pointer.totalBytes();
    embedder.embed(images, 3);
    long kept = Pointer.totalBytes() - before;
    assertThat(kept).isBetween(45_000_000L, 250_000_000L);
    for (int i = 0; i < 20; i++) {
      embedder.embed(images, 3);
    }
    assertThat(Pointer.totalBytes() - before).isCloseTo(kept, byLessThan(100_000L));
    for (int i = 0; i < 5; i++) {
      embedder.releaseScratch();
      assertThat(Pointer.totalBytes() - before).isLessThan(100_000L);
      embedder.embed(images, 3);
      assertThat(Pointer.totalBytes() - before).isCloseTo(kept, byLessThan(100_000L));
    }
    embedder.releaseScratch();
  }

  @Test
  void olderNetworksAreNd4js() {
    for (String name : List.of("c2f2", "residual")) {
      assertThat(ENGINE.embedder(Batch.small(name))).isInstanceOf(Dl4jEmbedder.class);
    }
  }

  @Test
  void refusesPartsOfImages() {
    Settings settings = settings("mobilenet-v2", 32, 32, "encoder.multiplier=0.1");
    assertThatThrownBy(() -> compiled(settings).embed(new float[5], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot embed 5 floats as 2 images of 3072; pass whole images, row-major");
  }
}
