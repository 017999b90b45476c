/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.util.Map;

/**
 * What turned out to be in an artifact.
 *
 * @param fingerprint of the data it holds, independent of how that is laid out in files; where
 *     empty, it is derived from the files' checksums
 * @param counts how many of what it holds, e.g. {@code items}
 */
public record Contents(String fingerprint, Map<String, Long> counts) {

  public Contents {
    counts = Map.copyOf(counts);
  }
}
