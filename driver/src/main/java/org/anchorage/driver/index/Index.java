/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.network.SavedNetwork;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * An index: items with their vectors, and the network that made them, opened once and searched many
 * times. Needs no Spark. Searches are exact.
 *
 * <p>Opening reads and verifies all files and prepares the vectors for search. An open index holds
 * the vectors twice (once outside the heap) and as many networks as embedders.
 *
 * <p>Thread-safe: any number of threads may search at once. Those that search by an image share the
 * embedders and wait for one in turn. {@link #close} waits for searches that have begun.
 */
public final class Index implements AutoCloseable {

  private final Path location;
  private final StoredVectors stored;
  private final QueryEmbedder embedder;
  private final @Nullable NeighbourSearch neighbours;
  private final ReadWriteLock closing = new ReentrantReadWriteLock();
  private boolean closed;

  private Index(
      Path location,
      StoredVectors stored,
      QueryEmbedder embedder,
      @Nullable NeighbourSearch neighbours) {
    this.location = location;
    this.stored = stored;
    this.embedder = embedder;
    this.neighbours = neighbours;
  }

  /**
   * Opens an index.
   *
   * @param location on any Hadoop filesystem
   * @param hadoop the configuration of filesystems
   * @param embedders how many images are embedded at once, at least 1; each embedder takes a core
   *     while it works, and the memory of a network
   * @throws ArtifactException if there is no index, or it does not verify or cannot be read
   * @throws IllegalArgumentException if {@code embedders} is below 1
   */
  public static Index open(Path location, Configuration hadoop, int embedders) {
    StoredVectors stored = StoredVectors.read(location, VectorStore.INDEX, hadoop);
    QueryEmbedder embedder = new QueryEmbedder(SavedNetwork.read(location, hadoop), embedders);
    try {
      Vectors vectors = stored.vectors();
      return new Index(
          location,
          stored,
          embedder,
          vectors.count() == 0 ? null : SearchKind.EXACT.prepare(vectors));
    } catch (RuntimeException | Error e) {
      embedder.close();
      throw e;
    }
  }

  /** Returns how many items there are. */
  public int count() {
    return stored.vectors().count();
  }

  /** Returns how many floats a vector has. */
  public int dim() {
    return embedder.dim();
  }

  /**
   * Returns the items nearest to an image, nearest first, ties in the order of the index.
   *
   * @param encoded the image, as in its file
   * @param k how many, at least 1; fewer come back if the index has fewer
   * @throws IllegalArgumentException if the bytes are not an image, or k is below 1
   * @throws IllegalStateException if the index is closed, or the calling thread is interrupted
   */
  public List<Hit> search(byte[] encoded, int k) {
    return whileOpen(k, () -> nearest(embedder.embed(encoded), k));
  }

  /**
   * Returns the items nearest to a vector, nearest first, ties in the order of the index.
   *
   * @param vector of {@link #dim} floats, from the same network
   * @param k how many, at least 1; fewer come back if the index has fewer
   * @throws IllegalArgumentException if the vector has another length or is not finite, or k is
   *     below 1
   * @throws IllegalStateException if the index is closed
   */
  public List<Hit> search(float[] vector, int k) {
    return whileOpen(k, () -> nearest(vector, k));
  }

  private List<Hit> whileOpen(int k, Supplier<List<Hit>> search) {
    if (k < 1) {
      throw new IllegalArgumentException("Cannot return " + k + " items; ask for at least 1");
    }
    closing.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            "The index at " + location + " is closed; open it again to search it");
      }
      return search.get();
    } finally {
      closing.readLock().unlock();
    }
  }

  private List<Hit> nearest(float[] vector, int k) {
    if (vector.length != dim()) {
      throw new IllegalArgumentException(
          "Cannot search by a vector of "
              + vector.length
              + " floats: the index at "
              + location
              + " holds vectors of "
              + dim()
              + "; embed the query with the index's own network");
    }
    if (neighbours == null) {
      return List.of();
    }
    Neighbours found =
        neighbours.search(new Vectors(dim(), vector), Math.min(k, stored.vectors().count()));
    List<Hit> hits = new ArrayList<>();
    for (int rank = 0; rank < found.k() && found.indices()[rank] >= 0; rank++) {
      int index = found.indices()[rank];
      hits.add(
          new Hit(
              rank + 1,
              stored.ids().get(index),
              stored.classNames().get(index),
              stored.splits().get(index),
              Math.sqrt(found.squaredDistances()[rank])));
    }
    return hits;
  }

  /** Waits for searches that have begun, and frees the memory. A second call does nothing. */
  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        embedder.close();
        if (neighbours != null) {
          neighbours.close();
        }
      }
    } finally {
      closing.writeLock().unlock();
    }
  }
}
