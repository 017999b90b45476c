/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.config.value.Key;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Sha256;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mined table as its manifest describes it. Its other files are not read.
 *
 * @param location where it lies
 * @param from the parameters that it was mined from
 * @param corpus fingerprint of the corpus that was mined; empty if the manifest names none
 * @param checksum SHA-256 of the checksums of all its files; another table at this place has
 *     another
 * @param settings that it was mined with, by key
 */
public record StoredTable(
    Path location, MinedFrom from, String corpus, String checksum, Map<String, String> settings) {

  private static final Logger LOG = LoggerFactory.getLogger(StoredTable.class);

  /**
   * Returns the table at a place.
   *
   * @throws ArtifactException if there is none, or none that is complete
   */
  public static StoredTable at(Path location, Configuration hadoop) {
    Manifest manifest = new Artifacts(hadoop).open(location, MinedStore.KIND, MinedStore.FORMAT);
    return new StoredTable(
        location,
        MinedFrom.of(manifest),
        manifest.parents().stream()
            .filter(parent -> parent.kind().equals("corpus"))
            .map(Manifest.Parent::fingerprint)
            .findFirst()
            .orElse(""),
        checksum(manifest),
        manifest.settings());
  }

  /** Whatever the names of the files: Spark draws some of them. */
  private static String checksum(Manifest manifest) {
    MessageDigest digest = Sha256.digest();
    manifest.checksums().values().stream()
        .sorted()
        .forEach(sum -> digest.update(sum.getBytes(StandardCharsets.UTF_8)));
    return Sha256.written(digest);
  }

  /** Returns the table at a place; empty if there is none that is complete. */
  public static Optional<StoredTable> find(Path location, Configuration hadoop) {
    try {
      return Optional.of(at(location, hadoop));
    } catch (ArtifactException e) {
      LOG.debug("Passing over {}: {}", location, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Returns whether it was mined with the same settings as others ask for.
   *
   * @param others by key
   */
  public boolean isMinedWith(Map<String, String> others) {
    return MineSettings.SHAPE_TABLE.stream()
        .map(Key::path)
        .allMatch(key -> Objects.equals(settings.get(key), others.get(key)));
  }
}
