/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import org.anchorage.core.config.value.Check;

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

  /** The architectures. */
  public enum Architecture {
    /** Two 5x5 convolutions with pooling and two dense layers; for small grey images. */
    C2F2,
    /** Three stages of residual blocks with batch normalisation; for 64 x 64 RGB. */
    RESIDUAL
  }

  public EncoderSettings {
    Check.within("encoder.width", width, 4, 512);
    Check.atLeast("embedding.dim", dim, 2);
  }
}
