/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.architecture.Architecture;
import org.anchorage.core.architecture.Architectures;
import org.anchorage.core.architecture.EncoderShape;
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
 */
public record EncoderSettings(String engine, String name, int width, int dim, boolean normalise)
    implements Serializable {

  public static final Key ENGINE = Key.fixed("encoder.engine");
  public static final Key NAME = Key.shapesNetwork("encoder.name");
  public static final Key WIDTH = Key.shapesNetwork("encoder.width");
  public static final Key DIM = Key.shapesNetwork("embedding.dim");
  public static final Key NORMALISE = Key.shapesNetwork("embedding.normalise");

  /** Every key of this section. */
  static final List<Key> KEYS = List.of(ENGINE, NAME, WIDTH, DIM, NORMALISE);

  public EncoderSettings {
    find(name);
    Bounds.within(WIDTH, width, 4, 512);
    Bounds.atLeast(DIM, dim, 2);
  }

  static EncoderSettings read(TypedValues value) {
    return new EncoderSettings(
        value.text(ENGINE),
        value.text(NAME),
        value.whole(WIDTH),
        value.whole(DIM),
        value.truth(NORMALISE));
  }

  /** Returns the network's architecture. */
  public Architecture architecture() {
    return find(name);
  }

  /** Returns how an image is prepared for the network. */
  public InputRule input() {
    return architecture().input();
  }

  /** Returns the sizes that the architecture leaves open. */
  public EncoderShape shape() {
    return new EncoderShape(width, dim, normalise ? Length.UNIT : Length.FREE);
  }

  private static Architecture find(String name) {
    return Architectures.find(name)
        .orElseThrow(
            () -> new ConfigurationException(NAME, name, "use one of " + Architectures.names()));
  }
}
