/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.Locale;
import java.util.Optional;
import org.anchorage.core.architecture.EncoderShape.Length;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.network.SavedNetwork;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Which vectors the network of an index can have made. One that normalises gives vectors of length
 * 1. A vector of another length comes from elsewhere, or was not scaled: its distances would mean
 * nothing. A tenth is let pass, because coded vectors are a little longer or shorter. Immutable.
 *
 * @param length of the network's vectors
 */
public record VectorRule(Length length) {

  private static final double OFF = 0.1;

  /**
   * Returns the rule of an index.
   *
   * @throws ArtifactException if its settings cannot be read
   */
  public static VectorRule of(Path index, Configuration hadoop) {
    boolean unit = SavedNetwork.settings(index, hadoop).typed().encoder().normalise();
    return new VectorRule(unit ? Length.UNIT : Length.FREE);
  }

  /**
   * Says why a vector cannot be one of the network's.
   *
   * @return words behind "a vector that"; empty if it can
   */
  public Optional<String> complaint(float[] vector) {
    for (float number : vector) {
      if (!Float.isFinite(number)) {
        return Optional.of("holds " + number);
      }
    }
    double is = QueryVector.length(vector);
    if (length == Length.FREE || Math.abs(is - 1) <= OFF) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT, "is %.4g long, and those of the index's own network have length 1", is));
  }

  /**
   * Scales a vector to search by to the length of the network's.
   *
   * @param vector finite
   * @return the vector itself if it is as long as the network's
   * @throws IllegalArgumentException if it holds a number that is not finite, or only zeros, which
   *     have no direction
   */
  public float[] scaled(float[] vector) {
    Optional<String> wrong = complaint(vector);
    if (wrong.isEmpty()) {
      return vector;
    }
    double is = QueryVector.length(vector);
    if (!(is > 0) || Double.isInfinite(is)) {
      throw new IllegalArgumentException(
          "Cannot search by a vector that " + wrong.get() + "; embed the query again");
    }
    float[] scaled = new float[vector.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (vector[i] / is);
    }
    return scaled;
  }
}
