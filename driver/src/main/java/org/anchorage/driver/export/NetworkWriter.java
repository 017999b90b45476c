/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.names.Convention;
import org.anchorage.core.config.EncoderSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.TypedValues;
import org.anchorage.worker.backbone.BackboneTensors;
import org.anchorage.worker.backbone.HomeForm;
import org.anchorage.worker.onnx.OnnxModel;
import org.anchorage.worker.step.Engine;
import org.anchorage.worker.weights.SafetensorsWriter;

/**
 * Writes a network in some format.
 *
 * @param engine that computes it
 * @param settings that it was made with
 * @param layout where its parameters lie
 * @param network its parameters
 */
record NetworkWriter(Engine engine, Settings settings, ParameterLayout layout, float[] network) {

  void write(ExportFormat format, Optional<Convention> names, OutputStream out) throws IOException {
    switch (format) {
      case DL4J -> engine.export(settings, engine.embeddingParameters(settings, network), out);
      case SAFETENSORS -> writeTensors(names, out);
      case ONNX -> onnx().write(out);
    }
  }

  private void writeTensors(Optional<Convention> names, OutputStream out) throws IOException {
    EncoderSettings encoder = settings.encoder();
    Convention convention = names.orElseGet(() -> BackboneTensors.natural(encoder));
    BackboneTensors tensors = new BackboneTensors(encoder, layout, network, convention);
    Map<String, String> words = words();
    words.put("names", convention.written());
    // Hugging Face's libraries look for it.
    words.put("format", "pt");
    Map<String, float[]> values = tensors.values();
    new SafetensorsWriter(tensors.entries(), words)
        .write(out, entry -> values.getOrDefault(entry.name(), new float[0]));
  }

  private OnnxModel onnx() {
    return OnnxModel.of(
        settings.encoder().architecture().layers(settings.encoder().shape()),
        settings.encoder().input(),
        List.of(settings.image().channels(), settings.image().height(), settings.image().width()),
        layout,
        network,
        words());
  }

  /** Returns what a user of the network must know to make images for it. */
  private Map<String, String> words() {
    EncoderSettings encoder = settings.encoder();
    InputRule rule = encoder.input();
    Map<String, String> words = new TreeMap<>();
    words.put(HomeForm.PRODUCER, HomeForm.OURS);
    words.put("architecture", encoder.name());
    words.put("multiplier", String.valueOf(encoder.backbone().multiplier()));
    words.put(HomeForm.PADDING, TypedValues.written(encoder.shape().padding()));
    words.put("batch-norm", TypedValues.written(encoder.shape().norms()));
    words.put("pooling", TypedValues.written(encoder.shape().pooling()));
    words.put("head", TypedValues.written(encoder.head()));
    words.put("normalise", String.valueOf(encoder.normalise()));
    words.put(HomeForm.INPUT, TypedValues.written(encoder.inputWord()));
    words.put("input.low", String.valueOf(rule.low()));
    words.put("input.high", String.valueOf(rule.high()));
    words.put("input.mean", String.valueOf(rule.mean()));
    words.put("input.deviation", String.valueOf(rule.deviation()));
    words.put("input.order", TypedValues.written(rule.order()));
    words.put("input.resize", TypedValues.written(rule.resize()));
    words.put("image.width", String.valueOf(settings.image().width()));
    words.put("image.height", String.valueOf(settings.image().height()));
    words.put("image.border", String.valueOf(settings.image().border()));
    words.put("image.fit", TypedValues.written(settings.image().fit()));
    words.put("image.invert", String.valueOf(settings.image().invert()));
    return words;
  }
}
