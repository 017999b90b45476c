/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import org.anchorage.core.architecture.Architecture;
import org.anchorage.core.architecture.Architectures;
import org.anchorage.core.architecture.EncoderShape;
import org.anchorage.core.architecture.EncoderShape.Length;
import org.anchorage.core.config.value.Check;
import org.anchorage.core.config.value.ConfigurationException;

/**
 * The network that maps an image to a vector. Immutable.
 *
 * @param engine name of what computes it; default {@code nd4j}. It does not shape the network
 * @param name of its architecture, one of {@link Architectures}; default c2f2
 * @param width channels of the first residual stage, 4 to 512, default 32; cost grows with its
 *     square
 * @param dim dimension of the embedding, at least 2; default 512
 * @param normalise whether embeddings have length 1; default true. N-pairs wants false
 */
public record EncoderSettings(String engine, String name, int width, int dim, boolean normalise)
    implements Serializable {

  public EncoderSettings {
    find(name);
    Check.within("encoder.width", width, 4, 512);
    Check.atLeast("embedding.dim", dim, 2);
  }

  /** Returns the network's architecture. */
  public Architecture architecture() {
    return find(name);
  }

  /** Returns the sizes that the architecture leaves open. */
  public EncoderShape shape() {
    return new EncoderShape(width, dim, normalise ? Length.UNIT : Length.FREE);
  }

  private static Architecture find(String name) {
    return Architectures.find(name)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "encoder.name", name, "use one of " + Architectures.names()));
  }
}
