/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.backbone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.anchorage.core.architecture.EncoderShape;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.ParameterLayout.Span;
import org.anchorage.core.architecture.Part;
import org.anchorage.core.architecture.names.Convention;
import org.anchorage.core.architecture.names.Role;
import org.anchorage.core.architecture.names.Wanted;
import org.anchorage.core.config.EncoderSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.worker.weights.ElementType;
import org.anchorage.worker.weights.TensorEntry;

/**
 * A trained network as tensors with a framework's names: the backbone, then the head as {@code
 * embedding.weight} (D x features), {@code embedding.bias} (D) and {@code pool.p} (1).
 *
 * @param encoder settings of the network
 * @param layout where its parameters lie
 * @param network its parameters
 * @param convention whose names, orders and epsilon the tensors get
 */
public record BackboneTensors(
    EncoderSettings encoder, ParameterLayout layout, float[] network, Convention convention) {

  /**
   * Makes the tensors of a network.
   *
   * @throws ConfigurationException as {@link #requireNames}
   */
  public BackboneTensors {
    requireNames(encoder, convention);
  }

  /**
   * Checks that a convention says what a network is.
   *
   * @throws ConfigurationException if the framework has no such network, or pads otherwise
   */
  public static void requireNames(EncoderSettings encoder, Convention convention) {
    String names = convention.written();
    if (!encoder.architecture().isBackbone()) {
      throw new ConfigurationException(
          "--format",
          "safetensors",
          String.format(
              Locale.ROOT,
              "encoder.name = %s is of no framework that gives its tensors names; use onnx or dl4j",
              encoder.name()));
    }
    if (!convention.names(encoder.architecture())) {
      throw new ConfigurationException(
          "--names",
          names,
          String.format(
              Locale.ROOT,
              "it has no names for encoder.name = %s; use torchvision or timm",
              encoder.name()));
    }
    if (encoder.architecture().hasForms() && convention.padding() != encoder.shape().padding()) {
      boolean same = encoder.shape().padding() == EncoderShape.Padding.SAME;
      throw new ConfigurationException(
          "--names",
          names,
          String.format(
              Locale.ROOT,
              "the network pads %s, and a network of these names does not; use %s",
              same ? "as TensorFlow does" : "on all sides alike",
              same ? "keras or folded" : "torchvision or timm"));
    }
  }

  /** Returns the convention that a network has by its own form. */
  public static Convention natural(EncoderSettings encoder) {
    EncoderShape shape = encoder.shape();
    if (!encoder.architecture().hasForms() || shape.padding() == EncoderShape.Padding.SYMMETRIC) {
      return Convention.TORCHVISION;
    }
    return shape.norms() == EncoderShape.Norms.FOLDED ? Convention.FOLDED : Convention.KERAS;
  }

  /** Returns names and shapes, in the order in which {@link #values} is asked for them. */
  public List<TensorEntry> entries() {
    List<TensorEntry> all = new ArrayList<>();
    wanted().forEach(each -> all.add(entry(each.name(), each.shape())));
    for (Span span : head()) {
      int length = span.to() - span.from();
      all.add(
          span.parameter().equals("weights")
              ? entry(name(span), List.of(encoder.dim(), length / encoder.dim()))
              : entry(name(span), List.of(length)));
    }
    return all;
  }

  /** Returns the values of all tensors by name. */
  public Map<String, float[]> values() {
    UnitPlaces places = new UnitPlaces(layout);
    Map<String, float[]> all = new HashMap<>();
    for (Wanted wanted : wanted()) {
      UnitArrays own = places.read(wanted.unit(), network);
      UnitArrays theirs =
          convention.isFolded() ? own.folded() : own.normalised(convention.epsilon());
      float[] values = theirs.of(wanted.role());
      all.put(
          wanted.name(),
          wanted.role() == Role.WEIGHTS
              ? convention.order().theirs(wanted.unit(), values)
              : values);
    }
    head()
        .forEach(span -> all.put(name(span), Arrays.copyOfRange(network, span.from(), span.to())));
    return all;
  }

  private List<Wanted> wanted() {
    return convention.wanted(encoder.architecture(), encoder.backbone().multiplier());
  }

  private List<Span> head() {
    return layout.spans().stream().filter(span -> span.part() == Part.HEAD).toList();
  }

  private static String name(Span span) {
    return span.layer() + "." + (span.parameter().equals("weights") ? "weight" : span.parameter());
  }

  private static TensorEntry entry(String name, List<Integer> shape) {
    return new TensorEntry(name, ElementType.F32, shape);
  }
}
