/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.index.part.LivePart;
import org.anchorage.driver.index.part.MemoryPart;
import org.anchorage.driver.index.part.Snapshot;
import org.anchorage.driver.index.vectors.StoredVectors;
import org.anchorage.driver.index.vectors.VectorStore;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Opens the files of an index. */
final class Opening {

  /** The newest version of the layout that is read, and the one that is written. */
  static final int FORMAT = 3;

  private final Path location;
  private final Configuration hadoop;

  Opening(Path location, Configuration hadoop) {
    this.location = location;
    this.hadoop = hadoop;
  }

  /**
   * Opens an index as it is now.
   *
   * @throws ArtifactException if there is no index, or it does not verify or cannot be read
   */
  Snapshot open() {
    Manifest manifest = new Artifacts(hadoop).open(location, VectorStore.INDEX, FORMAT);
    return inMemory(manifest);
  }

  /** Opens an index again if others have changed it; parts that are the same may be shared. */
  Optional<Snapshot> newer(Snapshot held) {
    return Optional.empty();
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
            1,
            0,
            0,
            model(manifest.checksums().getOrDefault("network.zip", "")));
    return new Snapshot(parts, info);
  }

  private static String model(String checksum) {
    return checksum.substring(0, Math.min(16, checksum.length()));
  }
}
