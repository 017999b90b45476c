/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.MovingParameters;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.ParameterLayout.Kind;
import org.anchorage.core.architecture.ParameterLayout.Span;
import org.anchorage.core.architecture.Part;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.ProxyAnchorLoss;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.round.SplitLearner;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Learner;
import org.anchorage.worker.step.SavedState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backbones as a whole: their parts, what moves, and at which rate. */
class TestBackbones {

  private static final RankingLoss LOSS = new ProxyAnchorLoss(20, 32, 0.1, 1);
  private static final Nd4jEngine ENGINE = new Nd4jEngine();

  /** Frozen statistics, which weights ask for; nothing reads the file. */
  private static Settings settings(String name, String... words) {
    String[] all = Arrays.copyOf(words, words.length + 3);
    all[words.length] = "encoder.weights=none.pth";
    all[words.length + 1] = "encoder.multiplier=" + (name.equals("mobilenet-v2") ? 0.25 : 1);
    all[words.length + 2] = "loss.name=proxy-anchor";
    return Batch.small(name, all);
  }

  private static LayerGraph graph(Settings settings) {
    return settings.encoder().architecture().layers(settings.encoder().shape());
  }

  private static ParameterLayout layout(Settings settings) {
    return ENGINE.layout(settings, LOSS);
  }

  /** Returns initial parameters, with statistics and scales that are not those of an identity. */
  private static float[] start(Settings settings) {
    float[] start = ENGINE.initial(settings, LOSS);
    for (Span span : layout(settings).spans()) {
      for (int i = span.from(); i < span.to(); i++) {
        switch (span.parameter()) {
          case "gamma" -> start[i] = 1 + 0.1f * (i % 3);
          case "beta", "mean" -> start[i] = 0.05f * (i % 5 - 2);
          case "variance" -> start[i] = 0.8f + 0.1f * (i % 4);
          default -> {}
        }
      }
    }
    return start;
  }

  @ParameterizedTest
  @CsvSource({
    "resnet-18, head, average",
    "resnet-18, last-stages 2, average",
    "resnet-18, last-stages 4, gem",
    "mobilenet-v2, head, gem",
    "mobilenet-v2, last-stages 2, max",
    "mobilenet-v2, last-stages 4, average-max",
    "residual, last-stages 2, average"
  })
  void theFrozenPartAndTheTailAreTheWhole(String name, String trainable, String pooling)
      throws IOException {
    Settings settings =
        name.equals("residual")
            ? Batch.small(name, "loss.name=proxy-anchor")
            : settings(
                name,
                "encoder.pooling=" + pooling,
                "encoder.padding=" + (name.equals("mobilenet-v2") ? "same" : "symmetric"));
    float[] start = start(settings);
    Batch batch = new Batch(settings);
    Trainable some = Trainable.of(trainable);
    Embedder whole = ENGINE.embedder(settings);
    whole.setParameters(ENGINE.embeddingParameters(settings, start));
    float[] expected = whole.embed(batch.images(), 16);

    Embedder frozen = ENGINE.frozen(settings, some, start);
    float[] features = frozen.embed(batch.images(), 16);
    Learner tail = ENGINE.learner(settings, LOSS, some, start);
    Nd4jLearner own = (Nd4jLearner) tail;
    float[] actual =
        new Dl4jEmbedder(
                ENGINE,
                own.network(),
                InputBuffer.of(
                    new NetworkParts(settings, Encoders.output(settings, LOSS), start)
                        .tail(some, Encoders.output(settings, LOSS))
                        .input()))
            .embed(features, 16);
    assertThat(actual).containsExactly(expected, within(1e-5f));

    MovingParameters moving = MovingParameters.of(layout(settings), graph(settings), some);
    assertThat(tail.parameters()).isEqualTo(moving.of(start));
    float[] other = moving.of(start);
    other[3] += 1;
    tail.setParameters(other);
    assertThat(tail.parameters()).isEqualTo(other);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    tail.write(file);
    SavedState read = ENGINE.readState(new ByteArrayInputStream(file.toByteArray()));
    assertThat(read.parameters()).isEqualTo(other);
    assertThat(read.optimiserState()).isEqualTo(tail.optimiserState());
  }

  /**
   * Features are kept by image, so they must not depend on an image's place in a batch. Of images
   * of 128 x 128 pixels, 50 are embedded at a time, and the last 5 by themselves.
   */
  @ParameterizedTest
  @CsvSource({"resnet-18, 32, 24", "mobilenet-v2, 128, 55"})
  void anImageHasTheSameFeaturesToTheBitAtAnyPlace(String name, int side, int count) {
    Settings settings = settings(name, "image.width=" + side, "image.height=" + side);
    Embedder frozen = ENGINE.frozen(settings, Trainable.HEAD, start(settings));
    int size = settings.image().bytes();
    float[] images = new float[count * size];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble();
    }
    float[] features = frozen.embed(images, count);
    int width = features.length / count;
    for (int shift : new int[] {1, 7, count - 3}) {
      float[] turned = new float[images.length];
      for (int i = 0; i < count; i++) {
        System.arraycopy(images, i * size, turned, (i + shift) % count * size, size);
      }
      float[] again = frozen.embed(turned, count);
      for (int i = 0; i < count; i++) {
        int to = (i + shift) % count * width;
        assertThat(Arrays.copyOfRange(again, to, to + width))
            .as("image %d at place %d", i, (i + shift) % count)
            .isEqualTo(Arrays.copyOfRange(features, i * width, (i + 1) * width));
      }
    }
  }

  /** In gradient descent a step is the gradient, and no statistics are measured: all are fixed. */
  @ParameterizedTest
  @CsvSource({
    "resnet-18, head",
    "resnet-18, last-stages 1",
    "mobilenet-v2, head",
    "mobilenet-v2, last-stages 2"
  })
  void aPartTakesTheStepThatTheWholeTakes(String name, String trainable) {
    Settings settings =
        settings(name, "optimiser.name=sgd", "optimiser.learning-rate=0.01", "seed=2");
    float[] start = start(settings);
    Batch batch = new Batch(settings);
    Trainable some = Trainable.of(trainable);
    MovingParameters moving = MovingParameters.of(layout(settings), graph(settings), some);
    MovingParameters all = MovingParameters.of(layout(settings), graph(settings), Trainable.ALL);
    Learner whole = ENGINE.learner(settings, LOSS, Trainable.ALL, start);
    Learner part =
        new SplitLearner(
            ENGINE.frozen(settings, some, start), ENGINE.learner(settings, LOSS, some, start));

    double expected = whole.step(batch.input(), new Seed(0)).loss();
    double actual = part.step(batch.input(), new Seed(0)).loss();

    assertThat(actual).isCloseTo(expected, within(1e-4 * expected));
    float[] before = moving.of(start);
    float[] wanted = moving.of(all.over(start, whole.parameters()));
    float[] given = part.parameters();
    double most = 0;
    double off = 0;
    for (int i = 0; i < before.length; i++) {
      most = Math.max(most, Math.abs(wanted[i] - before[i]));
      off = Math.max(off, Math.abs(wanted[i] - given[i]));
    }
    assertThat(most).isPositive();
    assertThat(off).isLessThan(1e-3 * most);
  }

  @Test
  void whatIsFixedNeverMovesAndTheRestDoes() {
    Settings settings = settings("mobilenet-v2", "encoder.pooling=gem");
    float[] start = start(settings);
    MovingParameters all = MovingParameters.of(layout(settings), graph(settings), Trainable.ALL);
    Learner learner = ENGINE.learner(settings, LOSS, Trainable.ALL, start);
    Batch batch = new Batch(settings);

    double first = learner.step(batch.input(), new Seed(0)).loss();
    double last = first;
    for (int i = 0; i < 10; i++) {
      last = learner.step(batch.input(), new Seed(i)).loss();
    }

    assertThat(last).isLessThan(first);
    assertThat(learner.optimiserState()).hasSize(2 * all.size());
    float[] now = learner.parameters();
    float[] whole = all.over(start, now);
    for (Span span : layout(settings).spans()) {
      float[] before = Arrays.copyOfRange(start, span.from(), span.to());
      float[] after = Arrays.copyOfRange(whole, span.from(), span.to());
      assertThat(Arrays.equals(before, after))
          .as("%s %s", span.layer(), span.parameter())
          .isEqualTo(span.kind() == Kind.FIXED);
    }
    float[] network = ENGINE.parameters(((Nd4jLearner) learner).network());
    assertThat(network).isEqualTo(whole);
  }

  @Test
  void layoutsNameEverything() {
    ParameterLayout layout = layout(settings("mobilenet-v2", "encoder.pooling=gem"));

    assertThat(layout.spans().subList(0, 6).stream().map(Span::parameter).toList())
        .containsExactly("weights", "gamma", "beta", "mean", "variance", "weights");
    assertThat(layout.spans().get(3).kind()).isEqualTo(Kind.FIXED);
    assertThat(layout.spans().get(4).kind()).isEqualTo(Kind.FIXED);
    Span exponent =
        layout.spans().stream().filter(s -> s.layer().equals("pool")).findFirst().orElseThrow();
    assertThat(exponent.parameter()).isEqualTo("p");
    assertThat(exponent.part()).isEqualTo(Part.HEAD);
    ParameterLayout folded =
        ENGINE.layout(settings("mobilenet-v2", "encoder.batch-norm=folded"), LOSS);
    assertThat(folded.spans().get(1).parameter()).isEqualTo("bias");
    assertThat(folded.spans().stream().map(Span::kind).distinct()).containsExactly(Kind.LEARNT);
  }

  @Test
  void theBackboneHasItsOwnRateAndDecay() {
    String[] same = {
      "optimiser.name=sgd", "optimiser.learning-rate=0.01", "optimiser.weight-decay=0.1"
    };
    String[] own = Arrays.copyOf(same, 5);
    own[3] = "optimiser.backbone.rate=0.25";
    own[4] = "optimiser.backbone.decay=0";
    float[] start = start(settings("mobilenet-v2", same));
    float[] plain = changes(settings("mobilenet-v2", same), start, 1);
    float[] scaled = changes(settings("mobilenet-v2", own), start, 1);
    float[] half = changes(settings("mobilenet-v2", own), start, 0.5);
    float[] still = changes(settings("mobilenet-v2", own), start, 0);

    for (Span span : layout(settings("mobilenet-v2", same)).spans()) {
      boolean backbone = span.part() == Part.BACKBONE;
      boolean decays = backbone && span.parameter().equals("weights");
      for (int i = span.from(); i < span.to(); i += 7) {
        double gradient = plain[i] + (decays ? 0.01 * 0.1 * start[i] : 0);
        double expected = backbone ? 0.25 * gradient : plain[i];
        assertThat((double) scaled[i])
            .isCloseTo(expected, within(1e-6 + 1e-3 * Math.abs(expected)));
        assertThat((double) half[i])
            .isCloseTo(scaled[i] / 2, within(1e-6 + 1e-3 * Math.abs(expected)));
        assertThat(still[i]).isZero();
      }
    }
  }

  private static float[] changes(Settings settings, float[] start, double factor) {
    Learner learner = ENGINE.learner(settings, LOSS, Trainable.ALL, start);
    learner.setRate(factor);
    learner.step(new Batch(settings).input(), new Seed(0));
    float[] after =
        MovingParameters.of(layout(settings), graph(settings), Trainable.ALL)
            .over(start, learner.parameters());
    for (int i = 0; i < after.length; i++) {
      after[i] -= start[i];
    }
    return after;
  }

  @Test
  void refusesAStartOfAnotherSize() {
    Settings settings = settings("mobilenet-v2");
    assertThatThrownBy(() -> ENGINE.learner(settings, LOSS, Trainable.HEAD, new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parameters, not 3; start from those of the same settings");
  }

  @Test
  void theStockEngineRefusesWhatItCannotCompute() {
    Settings settings = settings("resnet-18", "encoder.engine=dl4j-stock");
    StockEngine stock = new StockEngine();
    assertThatThrownBy(() -> stock.learner(settings, LOSS))
        .hasMessageContaining("encoder.engine = dl4j-stock")
        .hasMessageContaining(
            "cannot compute the layer stem of encoder.name = resnet-18; use nd4j");
    assertThatThrownBy(() -> stock.frozen(settings, Trainable.HEAD, new float[0]))
        .hasMessageContaining("encoder.trainable = head")
        .hasMessageContaining("trains whole networks only; use nd4j");
  }
}
