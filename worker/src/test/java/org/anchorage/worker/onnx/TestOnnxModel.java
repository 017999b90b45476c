/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.architecture.MovingParameters;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.Batch;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Engine;
import org.anchorage.worker.step.Engines;
import org.anchorage.worker.step.Learner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestOnnxModel {

  private static final double CLOSE = 1e-4;

  private static final InputRule ODD =
      new InputRule(
          -1,
          2,
          List.of(0.1, 0.2, 0.3),
          List.of(0.5, 0.6, 0.7),
          InputRule.ChannelOrder.BGR,
          InputRule.Resize.ANTIALIASED,
          0);

  static Stream<List<String>> networks() {
    List<String> heads =
        List.of(
            "encoder.pooling=average embedding.head=linear",
            "encoder.pooling=max embedding.head=layer-norm",
            "encoder.pooling=average-max embedding.normalise=false",
            "encoder.pooling=gem embedding.head=layer-norm");
    return Stream.concat(
        Stream.of(List.of("c2f2"), List.of("residual"), List.of("residual", "encoder.width=6")),
        Stream.of(
                "resnet-18 image.height=32",
                "mobilenet-v2 image.height=32 encoder.multiplier=0.1",
                "resnet-18 image.height=32 encoder.weights=drawn",
                "mobilenet-v2 image.height=32 encoder.multiplier=0.1 encoder.weights=drawn",
                "mobilenet-v2 image.height=64 encoder.multiplier=0.1 encoder.padding=same"
                    + " encoder.weights=drawn",
                "mobilenet-v2 image.height=64 encoder.multiplier=0.1 encoder.padding=same"
                    + " encoder.batch-norm=folded")
            .flatMap(
                name -> heads.stream().map(head -> List.of((name + " " + head).split(" ", -1)))));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void onnxRuntimeEmbedsAsTheEngineDoes(List<String> words) {
    Settings settings =
        Batch.small(words.get(0), words.subList(1, words.size()).toArray(String[]::new));
    RankingLoss loss = RankingLosses.of(settings.loss(), 4);
    Engine engine = Engines.named("nd4j");
    Batch batch = new Batch(settings);
    ParameterLayout layout = engine.layout(settings, loss);
    float[] start = engine.initial(settings, loss);
    setStatistics(layout, start);
    Learner learner = engine.learner(settings, loss, Trainable.ALL, start);
    for (int step = 0; step < 2; step++) {
      learner.step(batch.input(), new Seed(step));
    }
    float[] parameters =
        MovingParameters.of(
                layout,
                settings.encoder().architecture().layers(settings.encoder().shape()),
                Trainable.ALL)
            .over(start, learner.parameters());
    Embedder embedder = engine.embedder(settings);
    embedder.setParameters(engine.embeddingParameters(settings, parameters));
    ImageSettings image = settings.image();
    OnnxModel model =
        OnnxModel.of(
            settings.encoder().architecture().layers(settings.encoder().shape()),
            InputRule.UNIT,
            List.of(image.channels(), image.height(), image.width()),
            layout,
            parameters,
            Map.of());
    assertClose(
        OnnxRuntime.embed(
            model,
            OnnxRuntime.channelsFirst(
                batch.images(), image.channels(), image.height() * image.width()),
            16,
            image.channels(),
            image.height(),
            image.width()),
        embedder.embed(batch.images(), 16));
  }

  /** Fixed statistics are drawn as 0 and 1, which hide an error. */
  private static void setStatistics(ParameterLayout layout, float[] parameters) {
    for (ParameterLayout.Span span : layout.spans()) {
      if (span.kind() == ParameterLayout.Kind.FIXED) {
        boolean mean = span.parameter().equals("mean");
        for (int i = span.from(); i < span.to(); i++) {
          parameters[i] = (float) ((mean ? 0 : 0.7) + 0.3 * Math.sin(i));
        }
      }
    }
  }

  @Test
  void theInputRuleIsPartOfTheModel() {
    Settings settings = Batch.small("residual");
    RankingLoss loss = RankingLosses.of(settings.loss(), 4);
    Engine engine = Engines.named("nd4j");
    float[] parameters = engine.initial(settings, loss);
    Embedder embedder = engine.embedder(settings);
    embedder.setParameters(engine.embeddingParameters(settings, parameters));
    ImageSettings image = settings.image();
    Batch batch = new Batch(settings);
    float[] prepared = new float[batch.images().length];
    double[] mean = {0.1, 0.2, 0.3};
    double[] deviation = {0.5, 0.6, 0.7};
    for (int i = 0; i < prepared.length; i++) {
      int c = i % 3;
      float blueFirst = batch.images()[i - c + 2 - c];
      prepared[i] = (float) ((3 * blueFirst - 1 - mean[c]) / deviation[c]);
    }
    OnnxModel model =
        OnnxModel.of(
            settings.encoder().architecture().layers(settings.encoder().shape()),
            ODD,
            List.of(3, image.height(), image.width()),
            engine.layout(settings, loss),
            parameters,
            Map.of("a", "b"));
    assertClose(
        OnnxRuntime.embed(
            model,
            OnnxRuntime.channelsFirst(batch.images(), 3, image.height() * image.width()),
            16,
            3,
            image.height(),
            image.width()),
        embedder.embed(prepared, 16));
  }

  private static void assertClose(float[][] actual, float[] expected) {
    double off = 0;
    double longest = 0;
    for (int i = 0; i < expected.length; i++) {
      int dim = actual[0].length;
      off = Math.max(off, Math.abs(actual[i / dim][i % dim] - expected[i]));
      longest = Math.max(longest, Math.abs(expected[i]));
    }
    assertThat(actual.length * actual[0].length).isEqualTo(expected.length);
    assertThat(longest).isPositive();
    assertThat(off).isLessThan(CLOSE * Math.max(1, longest));
  }
}
