/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.util.Map;

/**
 * The content of an artifact, as known after writing.
 *
 * @param fingerprint of the data, independent of its layout in files; if empty, it is derived from
 *     the files' checksums
 * @param counts by name, e.g. of {@code items}
 * @param checksums SHA-256 of files as whoever wrote them summed it up, by path relative to the
 *     directory; these files are not read again, all others are
 */
public record Contents(
    String fingerprint, Map<String, Long> counts, Map<String, String> checksums) {

  public Contents {
    counts = Map.copyOf(counts);
    checksums = Map.copyOf(checksums);
  }

  /** Creates the contents of an artifact whose files are all read to sum them up. */
  public Contents(String fingerprint, Map<String, Long> counts) {
    this(fingerprint, counts, Map.of());
  }
}
