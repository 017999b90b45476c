/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Check;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * The network that maps an image to a vector. Immutable.
 *
 * @param engine name of what computes it; default {@code nd4j}. It does not shape the network
 * @param name which architecture; default {@link Architecture#C2F2}
 * @param width channels of the first residual stage, 4 to 512, default 32; cost grows with its
 *     square
 * @param dim dimension of the embedding, at least 2; default 512
 * @param normalise whether embeddings have length 1; default true. N-pairs wants false
 */
public record EncoderSettings(
    String engine, Architecture name, int width, int dim, boolean normalise)
    implements Serializable {

  public static final Key ENGINE = Key.fixed("encoder.engine");
  public static final Key NAME = Key.shapesNetwork("encoder.name");
  public static final Key WIDTH = Key.shapesNetwork("encoder.width");
  public static final Key DIM = Key.shapesNetwork("embedding.dim");
  public static final Key NORMALISE = Key.shapesNetwork("embedding.normalise");

  /** Every key of this section. */
  static final List<Key> KEYS = List.of(ENGINE, NAME, WIDTH, DIM, NORMALISE);

  /** The architectures. */
  public enum Architecture {
    /** Two 5x5 convolutions with pooling and two dense layers; for small grey images. */
    C2F2,
    /** Three stages of residual blocks with batch normalisation; for 64 x 64 RGB. */
    RESIDUAL
  }

  public EncoderSettings {
    Check.within(WIDTH, width, 4, 512);
    Check.atLeast(DIM, dim, 2);
  }

  static EncoderSettings read(TypedValues value) {
    return new EncoderSettings(
        value.text(ENGINE),
        value.choice(NAME, Architecture.class),
        value.whole(WIDTH),
        value.whole(DIM),
        value.truth(NORMALISE));
  }
}
