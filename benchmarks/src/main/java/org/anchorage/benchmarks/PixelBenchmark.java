/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.AugmentSettings;
import org.anchorage.core.config.AugmentSettings.Flip;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.ImageSettings.Fit;
import org.anchorage.core.config.ImageSettings.Orientation;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.image.Augmenter;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageDecoder;
import org.anchorage.worker.image.ImageLoader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From a JPEG of 500 x 400 to a network's input of 224 x 224, on one thread; images/s. {@code
 * peers/pixels.py} does the same with Pillow.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class PixelBenchmark {

  private static final int SIDE = 224;
  private static final long LIMIT = 1 << 20;

  private final ImageSettings bordered = new ImageSettings(SIDE, SIDE, 3, false, Fit.CROP, 32);
  private final ImageSettings plain = new ImageSettings(SIDE, SIDE, 3, false, Fit.CROP);
  private final AugmentSettings changes =
      new AugmentSettings(0, 0.2, Flip.HORIZONTAL, 0, 0, 0, 1.333);
  private final ImageLoader loader = new ImageLoader(LIMIT, Orientation.AUTO);
  private final ImageDecoder larger = new ImageDecoder(bordered, InputRule.IMAGENET, LIMIT);
  private final ImageDecoder smaller = new ImageDecoder(plain, InputRule.IMAGENET, LIMIT);
  private final Augmenter augmenter = new Augmenter(bordered, InputRule.IMAGENET, changes);
  private final float[] input = new float[bordered.bytes()];

  private byte[] encoded = {};
  private byte[] decoded = {};
  private long step;

  /** Reads the photograph. */
  @Setup
  public void prepare() throws IOException, BadImageException {
    try (InputStream in =
        Objects.requireNonNull(PixelBenchmark.class.getResourceAsStream("photo-500x400.jpg"))) {
      encoded = in.readAllBytes();
    }
    decoded = larger.decode(encoded);
  }

  /** Decodes without resizing. */
  @Benchmark
  public Object decode() throws BadImageException {
    return loader.loadPlain(encoded);
  }

  /** Decodes, resizes to 256 and cuts the middle out. */
  @Benchmark
  public Object decodeTo256() throws BadImageException {
    return larger.decode(encoded);
  }

  /** Decodes, resizes to 224 and cuts the middle out. */
  @Benchmark
  public Object decodeTo224() throws BadImageException {
    return smaller.decode(encoded);
  }

  /** Crops, mirrors and normalises decoded pixels, as every step does. */
  @Benchmark
  public float[] augment() {
    augmenter.augment(decoded, new Seed(step++), input, 0);
    return input;
  }

  /** Cuts the middle out and normalises it, as evaluation does. */
  @Benchmark
  public float[] evaluate() {
    augmenter.plain(decoded, input, 0);
    return input;
  }

  /** From the file to the network's input, with crop and mirror. */
  @Benchmark
  public float[] all() throws BadImageException {
    augmenter.augment(larger.decode(encoded), new Seed(step++), input, 0);
    return input;
  }
}
