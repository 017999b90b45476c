/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.anchorage.driver.index.Found;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.SearchRequest;
import org.anchorage.driver.index.Thresholds;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.SmallPicture;

/** An index of this process, and the writer of it. Thread-safe. */
final class ServedIndex implements Served {

  private final Index index;
  private final IndexWrites writes;
  private final Runnable reader;

  ServedIndex(Index index, IndexWrites writes) {
    this.index = index;
    this.writes = writes;
    this.reader = index::refresh;
    writes.tell(reader);
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
      return Optional.of(new SmallPicture(side, Integer.MAX_VALUE).of(encoded));
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
    return index.thresholds();
  }

  @Override
  public void add(List<NewItem> items) {
    writes.add(items);
    index.refresh();
  }

  @Override
  public void delete(Collection<String> ids) {
    writes.delete(ids);
    index.refresh();
  }

  @Override
  public boolean refresh() {
    return index.refresh();
  }

  @Override
  public void close() {
    writes.forget(reader);
    index.close();
  }
}
