/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
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

/** Opens the files of an index. */
final class Opening {

  private static final String NETWORK_FILE = "network.zip";
  private static final Set<String> NETWORK = Set.of(NETWORK_FILE, "run.conf");

  private final Path location;
  private final Configuration hadoop;
  private final CurrentFiles current;

  Opening(Path location, Configuration hadoop) {
    this.location = location;
    this.hadoop = hadoop;
    this.current = new CurrentFiles(location, hadoop, Generation::open);
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
        : current.open(manifest);
  }

  private Manifest manifest() {
    return new Artifacts(hadoop).open(location, VectorStore.INDEX, Generation.FORMAT);
  }

  /**
   * Reads the network of the index.
   *
   * @param held what is open; its vectors are of this network
   * @throws ArtifactException if it does not verify or cannot be read, or the index was made anew
   *     with another network
   */
  SavedNetwork network(Snapshot held) {
    requireModel(held, manifest());
    new Artifacts(hadoop).verify(location, VectorStore.INDEX, Generation.FORMAT, NETWORK::contains);
    return SavedNetwork.read(location, hadoop);
  }

  private void requireModel(Snapshot held, Manifest manifest) {
    String now = model(manifest.checksums().getOrDefault(NETWORK_FILE, ""));
    if (!now.equals(held.info().model())) {
      throw new ArtifactException(
          "The index at "
              + location
              + " was made anew with another network ("
              + now
              + ", and "
              + held.info().model()
              + " is open); open it again");
    }
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
    requireModel(held, manifest);
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
