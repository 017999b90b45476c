/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.index.IndexedItem;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The vectors of an artifact that {@code embed} wrote, a block at a time. Needs no Spark. Those of
 * format 1 are one piece, in memory.
 */
public final class StoredPieces implements VectorPieces {

  private final long count;
  private final int dim;
  private final int pieces;
  private final IntFunction<StoredVectors> read;

  private StoredPieces(long count, int dim, int pieces, IntFunction<StoredVectors> read) {
    this.count = count;
    this.dim = dim;
    this.pieces = pieces;
    this.read = read;
  }

  /**
   * Opens an artifact of vectors.
   *
   * @throws ArtifactException if there is none, or it cannot be read
   */
  public static StoredPieces open(Path location, Configuration hadoop) {
    Manifest manifest =
        new Artifacts(hadoop).open(location, VectorStore.VECTORS, StoredParts.FORMAT);
    if (manifest.formatVersion() < StoredParts.FORMAT) {
      StoredVectors all = StoredVectors.read(location, VectorStore.VECTORS, hadoop);
      return new StoredPieces(all.ids().size(), all.vectors().dim(), 1, piece -> all);
    }
    StoredParts parts = StoredParts.of(location, manifest, hadoop);
    return new StoredPieces(
        parts.blocks().count(), parts.blocks().dim(), parts.blocks().blocks(), parts::read);
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public int dim() {
    return dim;
  }

  @Override
  public int pieces() {
    return pieces;
  }

  @Override
  public Piece piece(int number) {
    StoredVectors stored = read.apply(number);
    List<IndexedItem> items = new ArrayList<>();
    for (int i = 0; i < stored.ids().size(); i++) {
      items.add(
          new IndexedItem(stored.ids().get(i), stored.classNames().get(i), stored.splits().get(i)));
    }
    return new Piece(items, stored.vectors());
  }

  @Override
  public void close() {
    // Files are open while a piece is read, and no longer.
  }
}
