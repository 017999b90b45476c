/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.Found;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.SearchRequest;
import org.anchorage.driver.index.Thresholds;
import org.anchorage.driver.index.UnknownValue;
import org.anchorage.driver.index.store.Generation;
import org.anchorage.driver.serve.http.Refusal;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.SmallPicture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An index of this process, and the writer of it. Thread-safe. */
final class ServedIndex implements Served {

  private static final Logger LOG = LoggerFactory.getLogger(ServedIndex.class);

  private final Index index;
  private final IndexWrites writes;
  private final Runnable reader;
  private final Runnable left;

  /**
   * Takes over an index.
   *
   * @param left is run when it is closed
   */
  ServedIndex(Index index, IndexWrites writes, Runnable left) {
    this.index = index;
    this.writes = writes;
    this.left = left;
    this.reader = index::refresh;
    writes.readers().add(reader);
  }

  @Override
  public IndexInfo info() {
    return index.info();
  }

  @Override
  public float[] decode(byte[] encoded) {
    try {
      return index.decode(encoded);
    } catch (BadImageException e) {
      throw ImageRoom.refusal(e);
    }
  }

  @Override
  public float[][] embed(List<float[]> decoded) {
    return index.embedDecoded(decoded);
  }

  @Override
  public Optional<byte[]> thumbnail(byte[] encoded) {
    int side = index.info().pictureSide();
    if (side == 0) {
      return Optional.empty();
    }
    try {
      // How many pixels there are was checked before the image was embedded.
      return Optional.of(new SmallPicture(side, Integer.MAX_VALUE, index.image()).of(encoded));
    } catch (BadImageException e) {
      throw ImageRoom.refusal(e);
    }
  }

  @Override
  public Found search(SearchRequest request) {
    return index.search(request);
  }

  @Override
  public SortedSet<String> attributes() {
    return index.attributes();
  }

  @Override
  public boolean has(String name, String value) {
    return index.ofSnapshot(now -> UnknownValue.isThere(now, name, value));
  }

  @Override
  public Optional<IndexedItem> item(String id) {
    return index.item(id);
  }

  @Override
  public Optional<float[]> vector(String id) {
    return index.vector(id);
  }

  @Override
  public Optional<byte[]> picture(String id) {
    return index.picture(id);
  }

  @Override
  public Map<String, Map<String, Long>> counts(ItemFilter where, int most) {
    return index.counts(where, most);
  }

  @Override
  public Optional<Thresholds> thresholds() {
    try {
      return index.thresholds();
    } catch (ArtifactException e) {
      // Searches need it not.
      LOG.warn("The thresholds of the index are not served: {}", e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public boolean takesChanges() {
    return index.info().format() >= Generation.FORMAT;
  }

  @Override
  public void add(List<NewItem> items) {
    requireChanges();
    writes.add(index.info().model(), items);
    index.refresh();
  }

  private void requireChanges() {
    if (!takesChanges()) {
      throw new Refusal(
          409,
          "not_writable",
          "This index has an older format, and takes no changes; make it again by ./anchorage"
              + " index");
    }
  }

  @Override
  public Set<String> delete(Collection<String> ids) {
    requireChanges();
    Set<String> unknown = writes.delete(index.info().model(), ids);
    index.refresh();
    return unknown;
  }

  @Override
  public boolean refresh() {
    return index.refresh();
  }

  @Override
  public void close() {
    writes.readers().remove(reader);
    try {
      index.close();
    } finally {
      left.run();
    }
  }
}
