/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.anchorage.driver.artifact.Sha256;

/** Files below directories. */
public final class Trees {

  private Trees() {}

  /**
   * Returns the SHA-256 of all files of an artifact but its manifest and Hadoop's own checksums.
   */
  public static Map<String, String> of(Path directory) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = directory.relativize(file).toString();
        if (!name.equals("manifest.json") && !name.endsWith(".crc")) {
          try (InputStream in = Files.newInputStream(file)) {
            sums.put(name, Sha256.of(in));
          }
        }
      }
    }
    return sums;
  }
}
