/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Replacement;
import org.anchorage.driver.corpus.HadoopSettings;
import org.anchorage.driver.vectors.VectorBlocks;
import org.anchorage.mining.cells.CellGroups;
import org.anchorage.mining.cells.Cells;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
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

  private static final int PIECE = 1 << 16;

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
            CheckedOutputStream summed = new CheckedOutputStream(out, new CRC32C());
            ObjectOutputStream objects = new ObjectOutputStream(summed);
            objects.writeObject(written);
            objects.flush();
            new DataOutputStream(out).writeInt((int) summed.getChecksum().getValue());
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
      try {
        FileSystem files = path.getFileSystem(hadoop.configuration());
        requireWhole(files, path);
        try (ObjectInputStream in = new ObjectInputStream(files.open(path))) {
          known = (Content) in.readObject();
        }
      } catch (IOException | ClassNotFoundException | ClassCastException e) {
        throw new ArtifactException(
            "Cannot read the cells in " + path + ": " + e.getMessage() + "; mine again", e);
      }
      content = known;
    }
    return known;
  }

  /**
   * The file ends with a CRC32C of all before it. It is read twice: damaged objects may be huge.
   */
  private static void requireWhole(FileSystem files, Path path) throws IOException {
    long left = files.getFileStatus(path).getLen() - Integer.BYTES;
    try (DataInputStream in = new DataInputStream(files.open(path))) {
      CRC32C checksum = new CRC32C();
      byte[] piece = new byte[PIECE];
      while (left > 0) {
        int count = (int) Math.min(left, piece.length);
        in.readFully(piece, 0, count);
        checksum.update(piece, 0, count);
        left -= count;
      }
      if (left < 0 || in.readInt() != (int) checksum.getValue()) {
        throw new IOException("the file is damaged, its checksum is another");
      }
    }
  }
}
