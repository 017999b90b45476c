/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.util.Map;

/**
 * The content of an artifact, as known after writing.
 *
 * @param fingerprint of the data, independent of its layout in files; if empty, it is derived from
 *     the files' checksums
 * @param counts by name, e.g. of {@code items}
 */
public record Contents(String fingerprint, Map<String, Long> counts) {

  public Contents {
    counts = Map.copyOf(counts);
  }
}
