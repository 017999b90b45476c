/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.part.IndexPart;
import org.anchorage.driver.index.part.LivePart;
import org.anchorage.driver.index.part.Snapshot;
import org.anchorage.driver.index.part.ValueCounts;
import org.anchorage.mining.lists.RowSet;
import org.anchorage.worker.image.BadImageException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * An index: items with their vectors, and the network that made them, opened once and searched many
 * times. Needs no Spark. {@link SearchRequest} says what can be asked.
 *
 * <p>An index of format 3 is mapped: opening it reads 8 bytes a vector, and the rest as it is
 * searched. Of an older format, all files are read, verified and kept in memory. The network is
 * read when the first image is embedded, once for each embedder.
 *
 * <p>Thread-safe: any number of threads may search at once. Those that search by an image share the
 * embedders and wait for one in turn. {@link #close} waits for searches that have begun.
 */
public final class Index implements AutoCloseable {

  private final Path location;
  private final Opening opening;
  private final QueryEmbedder embedder;
  private final ReadWriteLock closing = new ReentrantReadWriteLock();
  private final ReadWriteLock replacing = new ReentrantReadWriteLock();
  private Snapshot snapshot;
  private boolean closed;

  private Index(Path location, Opening opening, Snapshot snapshot, QueryEmbedder embedder) {
    this.location = location;
    this.opening = opening;
    this.snapshot = snapshot;
    this.embedder = embedder;
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
    Opening opening = new Opening(location, hadoop);
    Snapshot snapshot = opening.open();
    try {
      // A refresh takes up no other network, so the first snapshot tells which it is.
      return new Index(
          location,
          opening,
          snapshot,
          new QueryEmbedder(() -> opening.network(snapshot), embedders));
    } catch (RuntimeException | Error e) {
      snapshot.close();
      throw e;
    }
  }

  /** Returns where the index lies, as it was opened. */
  public Path location() {
    return location;
  }

  /** Returns how many items there are. */
  public long count() {
    return ofSnapshot(Snapshot::count);
  }

  /** Returns how many floats a vector has. */
  public int dim() {
    return info().dim();
  }

  /** Returns what is known of the index as it is now. */
  public IndexInfo info() {
    return ofSnapshot(Snapshot::info);
  }

  /**
   * Embeds an image as evaluation does. Waits if all embedders are busy.
   *
   * @param encoded the image, as in its file
   * @throws IllegalArgumentException if the bytes are not an image, or one that is too large
   * @throws IllegalStateException if the index is closed, or the calling thread is interrupted
   */
  public float[] embed(byte[] encoded) {
    return whileOpen(() -> embedder.embed(encoded));
  }

  /**
   * Embeds several images at once, which takes less time than one after the other. Needs the memory
   * of all decoded images.
   *
   * @param encoded the images, as in their files
   * @return a vector for each
   * @throws IllegalArgumentException if one of them is not an image, or one that is too large
   * @throws IllegalStateException if the index is closed, or the calling thread is interrupted
   */
  public float[][] embed(List<byte[]> encoded) {
    return whileOpen(() -> embedder.embed(encoded));
  }

  /**
   * Turns an encoded image into the network's input, in the calling thread: the first half of
   * {@link #embed(byte[])}, for callers that bring images of several requests together.
   *
   * @throws BadImageException if the bytes are not an image, or one that is too large
   * @throws IllegalStateException if the index is closed
   */
  public float[] decode(byte[] encoded) throws BadImageException {
    closing.readLock().lock();
    try {
      requireOpen();
      return embedder.decode(encoded);
    } finally {
      closing.readLock().unlock();
    }
  }

  /**
   * Embeds what {@link #decode} made, together. Waits if all embedders are busy.
   *
   * @param decoded inputs of the network, at least one
   * @return a vector for each
   * @throws IllegalStateException if the index is closed, or the calling thread is interrupted
   */
  public float[][] embedDecoded(List<float[]> decoded) {
    return whileOpen(() -> embedder.embedDecoded(decoded));
  }

  /**
   * Searches.
   *
   * @throws IllegalArgumentException if the vector has another length or is not finite, or the
   *     filter asks for an attribute that no item has
   * @throws IllegalStateException if the index is closed
   */
  public Found search(SearchRequest request) {
    return ofSnapshot(
        now -> {
          requireDim(request.query().vector(), now);
          request.where().require(names(now));
          return new Searcher(now, request).found();
        });
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
    return whileOpen(() -> search(embedder.embed(encoded), k));
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
    return search(SearchRequest.of(QueryVector.of(vector), k)).hits();
  }

  private void requireDim(float[] vector, Snapshot now) {
    if (vector.length != now.info().dim()) {
      throw new IllegalArgumentException(
          "Cannot search by a vector of "
              + vector.length
              + " floats: the index at "
              + location
              + " holds vectors of "
              + now.info().dim()
              + "; embed the query with the index's own network");
    }
  }

  /** Returns the item of an id, if there is one. */
  public Optional<IndexedItem> item(String id) {
    return ofItem(id, IndexPart::item);
  }

  /** Returns the vector of an item as it is stored, if there is such an item. */
  public Optional<float[]> vector(String id) {
    return ofItem(id, (part, row) -> part.vectors(row).values());
  }

  /** Returns the picture of an item, a JPEG, if there is one. */
  public Optional<byte[]> picture(String id) {
    return this.<Optional<byte[]>>ofItem(id, IndexPart::picture).flatMap(Function.identity());
  }

  private <R> Optional<R> ofItem(String id, BiFunction<IndexPart, Integer, R> read) {
    return ofSnapshot(
        now -> {
          for (LivePart live : now.parts()) {
            OptionalInt row = live.row(id);
            if (row.isPresent()) {
              return Optional.of(read.apply(live.part(), row.getAsInt()));
            }
          }
          return Optional.empty();
        });
  }

  /** Returns the names of the attributes that items have. */
  public SortedSet<String> attributes() {
    return ofSnapshot(Index::names);
  }

  private static SortedSet<String> names(Snapshot now) {
    SortedSet<String> names = new TreeSet<>();
    now.parts().forEach(live -> names.addAll(live.part().names()));
    return names;
  }

  /**
   * Counts the items that a filter admits by class, by split and by each attribute.
   *
   * @param most values of a name, at least 1: the most frequent ones
   * @return for each name its values with their numbers of items, most frequent first
   * @throws IllegalArgumentException if the filter asks for an attribute that no item has
   */
  public Map<String, Map<String, Long>> counts(ItemFilter where, int most) {
    return ofSnapshot(
        now -> {
          where.require(names(now));
          ValueCounts counts = new ValueCounts();
          for (LivePart live : now.parts()) {
            RowSet rows =
                where.isAll() ? live.live() : live.live().and(live.part().matching(where));
            live.part().count(rows, counts);
          }
          return counts.mostFrequent(most);
        });
  }

  /** Returns how well distances tell what is the same, if that was measured. */
  public Optional<Thresholds> thresholds() {
    return Optional.empty();
  }

  /**
   * Takes up what others have added, deleted or written anew. Searches go on meanwhile.
   *
   * @return whether there was anything
   * @throws ArtifactException if it cannot be read, or was made anew with another network; the
   *     index stays as it was
   */
  public boolean refresh() {
    return whileOpen(this::replace);
  }

  private synchronized boolean replace() {
    Snapshot old = snapshot();
    Optional<Snapshot> newer = opening.newer(old);
    newer.ifPresent(
        next -> {
          // Waits for the searches that use the old one.
          Lock lock = replacing.writeLock();
          lock.lock();
          try {
            snapshot = next;
          } finally {
            lock.unlock();
          }
          old.closeAllBut(next);
        });
    return newer.isPresent();
  }

  private Snapshot snapshot() {
    Lock lock = replacing.readLock();
    lock.lock();
    try {
      return snapshot;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Works on the parts as they are now; they stay open meanwhile. For packages that change or
   * export an index.
   *
   * @throws IllegalStateException if the index is closed
   */
  public <R> R ofSnapshot(Function<Snapshot, R> work) {
    return whileOpen(
        () -> {
          Lock lock = replacing.readLock();
          lock.lock();
          try {
            return work.apply(snapshot);
          } finally {
            lock.unlock();
          }
        });
  }

  private <R> R whileOpen(Supplier<R> work) {
    closing.readLock().lock();
    try {
      requireOpen();
      return work.get();
    } finally {
      closing.readLock().unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "The index at " + location + " is closed; open it again to search it");
    }
  }

  /** Waits for searches that have begun, and frees the memory. A second call does nothing. */
  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        embedder.close();
        snapshot().close();
      }
    } finally {
      closing.writeLock().unlock();
    }
  }
}
