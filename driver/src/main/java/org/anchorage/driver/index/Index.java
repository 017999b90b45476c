/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.part.IndexPart;
import org.anchorage.driver.index.part.SharedSnapshot;
import org.anchorage.driver.index.part.Snapshot;
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
  private final SharedSnapshot shared;
  private final Counting counting = new Counting();

  private Index(Opening opening, SharedSnapshot shared, QueryEmbedder embedder) {
    this.location = opening.location();
    this.opening = opening;
    this.shared = shared;
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
    return open(opening, new QueryEmbedder(opening::network, embedders));
  }

  /**
   * As {@link #open}, for who will embed images at once: the network is read while the index is
   * opened. If it cannot be read, the first image says so.
   */
  public static Index openToEmbed(Path location, Configuration hadoop, int embedders) {
    Opening opening = new Opening(location, hadoop);
    QueryEmbedder embedder = new QueryEmbedder(opening::network, embedders);
    embedder.warm();
    return open(opening, embedder);
  }

  private static Index open(Opening opening, QueryEmbedder embedder) {
    try {
      SharedSnapshot shared = new SharedSnapshot(opening.location().toString(), opening.open());
      return new Index(opening, shared, embedder);
    } catch (RuntimeException | Error e) {
      embedder.close();
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
    return ofSnapshot(now -> embedder.embed(encoded));
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
    return ofSnapshot(now -> embedder.embed(encoded));
  }

  /**
   * Returns the form of the images that the network reads, orientation and background among it.
   *
   * @throws ArtifactException if the network cannot be read
   */
  public ImageSettings image() {
    return embedder.image();
  }

  /**
   * Turns an encoded image into the network's input, in the calling thread: the first half of
   * {@link #embed(byte[])}, for callers that bring images of several requests together.
   *
   * @throws BadImageException if the bytes are not an image, or one that is too large
   * @throws IllegalStateException if the index is closed
   */
  public float[] decode(byte[] encoded) throws BadImageException {
    return shared.<float[], BadImageException>use(now -> embedder.decode(encoded));
  }

  /**
   * Embeds what {@link #decode} made, together. Waits if all embedders are busy.
   *
   * @param decoded inputs of the network, at least one
   * @return a vector for each
   * @throws IllegalStateException if the index is closed, or the calling thread is interrupted
   */
  public float[][] embedDecoded(List<float[]> decoded) {
    return ofSnapshot(now -> embedder.embedDecoded(decoded));
  }

  /**
   * Searches.
   *
   * @throws IllegalArgumentException if the vector has another length or is not finite, or the
   *     filter asks for an attribute that no item has
   * @throws IllegalStateException if the index is closed
   */
  public Found search(SearchRequest request) {
    return ofSnapshot(now -> search(now, request));
  }

  private Found search(Snapshot now, SearchRequest request) {
    requireDim(request.query().vector(), now);
    if (!request.where().isAll()) {
      request.where().require(now.names());
    }
    return new Searcher(now, request).found();
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
    return ofSnapshot(
        now -> {
          QueryVector query = QueryVector.of(embedder.embed(encoded));
          return search(now, SearchRequest.of(query, k)).hits();
        });
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
    return ofSnapshot(now -> now.ofItem(id, read));
  }

  /** Returns the names of the attributes that items have. */
  public SortedSet<String> attributes() {
    return ofSnapshot(Snapshot::names);
  }

  /**
   * Counts the items that a filter admits by class, by split and by each attribute.
   *
   * @param most values of a name, at least 1: the most frequent ones
   * @return for each name its values with their numbers of items, most frequent first
   * @throws IllegalArgumentException if the filter asks for an attribute that no item has
   */
  public Map<String, Map<String, Long>> counts(ItemFilter where, int most) {
    return ofSnapshot(now -> counting.of(now, where, most));
  }

  /**
   * Returns how well distances tell what is the same, if that was measured. Reads a file.
   *
   * @throws ArtifactException if it is damaged
   */
  public Optional<Thresholds> thresholds() {
    return ofSnapshot(opening::thresholds);
  }

  /**
   * Takes up what others have added, deleted or written anew. Searches go on meanwhile, and new
   * ones begin; neither waits.
   *
   * @return whether there was anything
   * @throws ArtifactException if it cannot be read, or was made anew with another network; the
   *     index stays as it was
   */
  public boolean refresh() {
    return shared.replace(opening::newer);
  }

  /**
   * Works on the parts as they are now; they stay open meanwhile. For packages that change or
   * export an index.
   *
   * @throws IllegalStateException if the index is closed
   */
  public <R> R ofSnapshot(Function<Snapshot, R> work) {
    return shared.<R, RuntimeException>use(work::apply);
  }

  /** Waits for searches that have begun, and frees the memory. A second call does nothing. */
  @Override
  public void close() {
    shared.close();
    embedder.close();
  }
}
