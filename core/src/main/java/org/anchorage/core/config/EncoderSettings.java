/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.anchorage.core.architecture.Architecture;
import org.anchorage.core.architecture.Architectures;
import org.anchorage.core.architecture.EncoderShape;
import org.anchorage.core.architecture.EncoderShape.Head;
import org.anchorage.core.architecture.EncoderShape.Length;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * The network that maps an image to a vector. Immutable.
 *
 * @param engine name of the engine that computes it; default {@code nd4j}. The engine does not
 *     shape the network
 * @param name of its architecture, one of {@link Architectures}; default c2f2
 * @param width channels of the first residual stage, 4 to 512, default 32; cost grows with its
 *     square
 * @param dim dimension of the embedding, at least 2; default 512
 * @param normalise whether embeddings have length 1; default true. N-pairs wants false
 * @param head what makes an embedding of features; default a linear layer
 * @param backbone its weights, and the forms that they decide
 */
public record EncoderSettings(
    String engine,
    String name,
    int width,
    int dim,
    boolean normalise,
    Head head,
    BackboneSettings backbone)
    implements Serializable {

  public static final Key ENGINE = Key.fixed("encoder.engine");
  public static final Key NAME = Key.shapesNetwork("encoder.name");
  public static final Key WIDTH = Key.shapesNetwork("encoder.width");
  public static final Key DIM = Key.shapesNetwork("embedding.dim");
  public static final Key NORMALISE = Key.shapesNetwork("embedding.normalise");
  public static final Key HEAD = Key.shapesNetwork("embedding.head");

  /** Every key of this section. */
  static final List<Key> KEYS =
      Stream.concat(
              Stream.of(ENGINE, NAME, WIDTH, DIM, NORMALISE, HEAD), BackboneSettings.KEYS.stream())
          .toList();

  public EncoderSettings {
    backbone.requireFitting(find(name));
    Bounds.within(WIDTH, width, 4, 512);
    Bounds.atLeast(DIM, dim, 2);
    requireSameSize(head, dim, find(name), shape(width, dim, Length.UNIT, head, backbone));
  }

  private static void requireSameSize(
      Head head, int dim, Architecture architecture, EncoderShape shape) {
    if (head == Head.NONE && dim != architecture.features(shape)) {
      throw new ConfigurationException(
          DIM,
          dim,
          String.format(
              Locale.ROOT,
              "with embedding.head = none the %d features of encoder.name = %s are the embedding;"
                  + " use %d",
              architecture.features(shape),
              architecture.name(),
              architecture.features(shape)));
    }
  }

  static EncoderSettings read(TypedValues value) {
    return new EncoderSettings(
        value.text(ENGINE),
        value.text(NAME),
        value.whole(WIDTH),
        value.whole(DIM),
        value.truth(NORMALISE),
        value.choice(HEAD, Head.class),
        BackboneSettings.read(value));
  }

  /** Returns the network's architecture. */
  public Architecture architecture() {
    return find(name);
  }

  /** Returns how an image is prepared for the network. */
  public InputRule input() {
    return backbone.input(architecture());
  }

  /**
   * Returns the word of {@code encoder.input} for how an image is prepared. A backbone's is never
   * {@code AUTO}.
   */
  public BackboneSettings.Input inputWord() {
    return backbone.inputWord(architecture());
  }

  /** Returns the sizes that the architecture leaves open. */
  public EncoderShape shape() {
    return shape(width, dim, normalise ? Length.UNIT : Length.FREE, head, backbone);
  }

  private static EncoderShape shape(
      int width, int dim, Length length, Head head, BackboneSettings backbone) {
    return new EncoderShape(
        width,
        backbone.multiplier(),
        backbone.norms(),
        backbone.pads(),
        backbone.pooling(),
        head,
        dim,
        length);
  }

  private static Architecture find(String name) {
    return Architectures.find(name)
        .orElseThrow(
            () -> new ConfigurationException(NAME, name, "use one of " + Architectures.names()));
  }
}
