/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.driver.network.SavedNetwork;
import org.jspecify.annotations.Nullable;

/** Tells whether two saved networks are one. Stateless. */
final class NetworkSum {

  private NetworkSum() {}

  /**
   * Returns a checksum of what a network's zip holds. The zip's own bytes differ from one writing
   * to the next, because it holds the time.
   */
  static String of(SavedNetwork network) {
    SortedMap<String, String> sums = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(network.bytes()))) {
      for (@Nullable ZipEntry entry = zip.getNextEntry();
          entry != null;
          entry = zip.getNextEntry()) {
        sums.put(entry.getName(), Sha256.of(zip));
      }
      if (sums.isEmpty()) {
        return Sha256.of(new ByteArrayInputStream(network.bytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read a saved network: " + e.getMessage(), e);
    }
    MessageDigest digest = Sha256.digest();
    sums.forEach(
        (name, sum) -> digest.update((name + '\n' + sum + '\n').getBytes(StandardCharsets.UTF_8)));
    return Sha256.written(digest);
  }
}
