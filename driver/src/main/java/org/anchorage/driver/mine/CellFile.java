/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.UUID;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Replacement;
import org.anchorage.driver.corpus.HadoopSettings;
import org.anchorage.driver.vectors.VectorBlocks;
import org.anchorage.mining.cells.CellGroups;
import org.anchorage.mining.cells.Cells;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a pass in a file beside its vectors. One task writes it, and others read it, so the
 * driver holds no centroid. Whoever shares this object in a JVM reads the file once. Thread-safe.
 */
final class CellFile implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * What the file holds.
   *
   * @param groups of the cells
   */
  record Content(Cells cells, CellGroups groups) implements Serializable {}

  private final String location;
  private final HadoopSettings hadoop;
  private transient @Nullable Content content;

  private CellFile(String location, HadoopSettings hadoop) {
    this.location = location;
    this.hadoop = hadoop;
  }

  /** Names the file of the cells of some vectors. */
  static CellFile of(VectorBlocks vectors) {
    return new CellFile(new Path(vectors.location(), "cells.bin").toString(), vectors.hadoop());
  }

  /**
   * Writes the file, whole or not at all; one that is there is replaced.
   *
   * @throws ArtifactException if it cannot be written
   */
  void write(Content written) {
    Path path = new Path(location);
    Path temporary = new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID());
    Configuration configuration = hadoop.configuration();
    try {
      Replacement.write(
          path.getFileSystem(configuration),
          temporary,
          path,
          configuration,
          out -> {
            ObjectOutputStream objects = new ObjectOutputStream(out);
            objects.writeObject(written);
            objects.flush();
          });
    } catch (IOException e) {
      throw new ArtifactException(
          "Cannot write the cells to "
              + path
              + ": "
              + e.getMessage()
              + "; free space or mend the disk, and mine again",
          e);
    }
  }

  /**
   * Reads the file, unless this JVM has read it before.
   *
   * @throws ArtifactException if it is missing or damaged
   */
  synchronized Content read() {
    Content known = content;
    if (known == null) {
      Path path = new Path(location);
      try (ObjectInputStream in =
          new ObjectInputStream(path.getFileSystem(hadoop.configuration()).open(path))) {
        known = (Content) in.readObject();
      } catch (IOException | ClassNotFoundException | ClassCastException e) {
        String reason = e.getMessage() == null ? "it is cut short" : e.getMessage();
        throw new ArtifactException(
            "Cannot read the cells in " + path + ": " + reason + "; mine again", e);
      }
      content = known;
    }
    return known;
  }
}
