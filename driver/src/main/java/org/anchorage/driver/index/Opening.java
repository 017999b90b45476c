/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.driver.index.calibrate.ThresholdsFile;
import org.anchorage.driver.index.log.CurrentFiles;
import org.anchorage.driver.index.part.LivePart;
import org.anchorage.driver.index.part.MemoryPart;
import org.anchorage.driver.index.part.Snapshot;
import org.anchorage.driver.index.store.Generation;
import org.anchorage.driver.index.vectors.StoredVectors;
import org.anchorage.driver.index.vectors.VectorStore;
import org.anchorage.driver.network.SavedNetwork;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Opens the files of an index, all of one network. */
final class Opening {

  private static final String NETWORK_FILE = "network.zip";
  private static final String NETWORK_SETTINGS = "run.conf";
  private static final Set<String> NETWORK = Set.of(NETWORK_FILE, NETWORK_SETTINGS);

  private final Path location;
  private final Configuration hadoop;
  private final CurrentFiles current;

  /** Of the network that made the vectors; null until a manifest was read. */
  private @Nullable String model;

  Opening(Path location, Configuration hadoop) {
    this.location = location;
    this.hadoop = hadoop;
    this.current = new CurrentFiles(location, hadoop, Generation::open);
  }

  Path location() {
    return location;
  }

  /**
   * Opens an index as it is now.
   *
   * @throws ArtifactException if there is no index, or it does not verify or cannot be read
   */
  Snapshot open() {
    Manifest manifest = manifest();
    return manifest.formatVersion() < Generation.FORMAT
        ? inMemory(manifest)
        : ofOneNetwork(current.open(manifest));
  }

  /** Reads the manifest; all that are read must be of one network. */
  private Manifest manifest() {
    Manifest manifest = new Artifacts(hadoop).open(location, VectorStore.INDEX, Generation.FORMAT);
    requireModel(model(manifest.checksums().getOrDefault(NETWORK_FILE, "")));
    return manifest;
  }

  /**
   * Reads the network of the index, once, and verifies what was read. It must be that of the first
   * manifest that was read here, whether it was read to open the index or for the network.
   *
   * @throws ArtifactException if it does not verify or cannot be read, or the index was made anew
   *     with another network
   */
  SavedNetwork network() {
    Manifest manifest = manifest();
    ArtifactException failure;
    try {
      SavedNetwork read = SavedNetwork.read(location, hadoop);
      if (isWritten(read, manifest)) {
        return read;
      }
      failure =
          new ArtifactException(
              "The network of the index at " + location + " was changed just now; open it again");
    } catch (ArtifactException e) {
      failure = e;
    }
    // Says which file is not what was written, if one is.
    new Artifacts(hadoop).verify(location, VectorStore.INDEX, Generation.FORMAT, NETWORK::contains);
    throw failure;
  }

  private static boolean isWritten(SavedNetwork read, Manifest manifest) {
    Map<String, String> sums = manifest.checksums();
    return sum(read.bytes()).equals(sums.get(NETWORK_FILE))
        && sum(read.conf().getBytes(StandardCharsets.UTF_8)).equals(sums.get(NETWORK_SETTINGS));
  }

  private static String sum(byte[] bytes) {
    MessageDigest digest = Sha256.digest();
    digest.update(bytes);
    return Sha256.written(digest);
  }

  /** While the index is opened, it may be made anew, and opened as it is then. */
  private Snapshot ofOneNetwork(Snapshot opened) {
    try {
      requireModel(opened.info().model());
      return opened;
    } catch (ArtifactException e) {
      opened.close();
      throw e;
    }
  }

  private synchronized void requireModel(String now) {
    String first = model;
    if (first == null) {
      model = now;
    } else if (!now.equals(first)) {
      throw new ArtifactException(
          "The index at "
              + location
              + " was made anew with another network ("
              + now
              + ", and "
              + first
              + " is open); open it again");
    }
  }

  /**
   * Reads what was measured of the distances. What was measured of another network does not count.
   *
   * @throws ArtifactException if the file is damaged
   */
  Optional<Thresholds> thresholds(Snapshot held) {
    return new ThresholdsFile(location, hadoop)
        .read()
        .filter(measured -> measured.origin().model().equals(held.info().model()));
  }

  /**
   * Opens an index again if others have changed it; parts that are the same may be shared.
   *
   * @throws ArtifactException if it cannot be read, or was made anew with another network
   */
  Optional<Snapshot> newer(Snapshot held) {
    if (held.info().format() < Generation.FORMAT) {
      return Optional.empty();
    }
    Manifest manifest = manifest();
    return current.newer(held, manifest);
  }

  /** Before format 3, all of an index is read and verified. */
  private Snapshot inMemory(Manifest manifest) {
    StoredVectors stored = StoredVectors.read(location, VectorStore.INDEX, hadoop);
    List<IndexedItem> items = new ArrayList<>();
    for (int row = 0; row < stored.ids().size(); row++) {
      items.add(
          new IndexedItem(
              stored.ids().get(row), stored.classNames().get(row), stored.splits().get(row)));
    }
    List<LivePart> parts =
        items.isEmpty()
            ? List.of()
            : List.of(LivePart.whole(MemoryPart.of(items, stored.vectors(), row -> null)));
    IndexInfo info =
        new IndexInfo(
            manifest.formatVersion(),
            "exact",
            "float",
            1,
            1,
            stored.vectors().dim(),
            parts.size(),
            parts.size(),
            items.size(),
            0,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            model(manifest.checksums().getOrDefault(NETWORK_FILE, "")));
    return new Snapshot(parts, info);
  }

  private static String model(String checksum) {
    return checksum.substring(0, Math.min(16, checksum.length()));
  }
}
