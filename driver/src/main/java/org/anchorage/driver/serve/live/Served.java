/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.anchorage.driver.index.Found;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.SearchRequest;
import org.anchorage.driver.index.Thresholds;

/** What the server needs of an index. Thread-safe, except that {@link #close} is called last. */
public interface Served extends AutoCloseable {

  /** Returns what is known of the index as it is now. */
  IndexInfo info();

  /**
   * Turns an encoded image into the input of the network.
   *
   * @throws org.anchorage.driver.serve.http.Refusal if it is not an image
   */
  float[] decode(byte[] encoded);

  /** Embeds inputs of the network together. */
  float[][] embed(List<float[]> decoded);

  /** Returns a small JPEG of an encoded image, as the index keeps them, if it keeps any. */
  Optional<byte[]> thumbnail(byte[] encoded);

  /**
   * Searches.
   *
   * @throws IllegalArgumentException if the vector or the filter does not fit the index
   */
  Found search(SearchRequest request);

  /** Returns the names of the attributes that items have. */
  SortedSet<String> attributes();

  /**
   * Returns whether an item has a value.
   *
   * @param name {@code class}, {@code split}, or that of an attribute
   */
  boolean has(String name, String value);

  /** Returns the item of an id. */
  Optional<IndexedItem> item(String id);

  /** Returns the vector of an item. */
  Optional<float[]> vector(String id);

  /** Returns the picture of an item, a JPEG. */
  Optional<byte[]> picture(String id);

  /** Counts the items that a filter admits, by the values of each name. */
  Map<String, Map<String, Long>> counts(ItemFilter where, int most);

  /** Returns how well distances tell what is the same, if that was measured. */
  Optional<Thresholds> thresholds();

  /** Returns whether items can be added and deleted; not if its format is too old. */
  boolean takesChanges();

  /**
   * Adds items, or replaces those of the same ids. They are durable and visible when it returns.
   *
   * @throws org.anchorage.driver.serve.http.Refusal if the index takes none, or somebody else
   *     writes
   */
  void add(List<NewItem> items);

  /**
   * Deletes items. Ids that are not there are passed over.
   *
   * @return these ids, in their order
   * @throws org.anchorage.driver.serve.http.Refusal if the index takes none, or somebody else
   *     writes
   */
  Set<String> delete(Collection<String> ids);

  /** Takes up what others have written; returns whether there was anything. */
  boolean refresh();

  @Override
  void close();
}
