/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.Settings;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.ExactNeighbours;
import org.anchorage.worker.image.Augmenter;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageDecoder;
import org.anchorage.worker.step.Embedder;
import org.apache.hadoop.fs.Path;

/** Asks an index by an image. Exact. */
public final class SearchStage {

  private final StoredVectors stored;
  private final Settings settings;
  private final Embedder embedder;

  /**
   * Opens an index.
   *
   * @param store that reads it
   * @param index where it lies
   */
  public SearchStage(VectorStore store, Path index) {
    this.stored = store.read(index, VectorStore.INDEX);
    this.settings = store.settings(index).typed();
    this.embedder = new Embedder(store.network(index));
  }

  /**
   * Returns the nearest items, nearest first, ties in the order of the index.
   *
   * @param encoded the image, as in its file
   * @param k how many, at least 1; fewer come back where the index has fewer
   * @throws IllegalArgumentException if the bytes are no image, or k is below 1
   */
  public List<Hit> search(byte[] encoded, int k) {
    if (k < 1) {
      throw new IllegalArgumentException("Cannot return " + k + " items; ask for at least 1");
    }
    ImageDecoder decoder = new ImageDecoder(settings.image(), settings.imports().maxPixels());
    float[] image = new float[settings.image().bytes()];
    try {
      new Augmenter(settings.image(), settings.augment()).plain(decoder.decode(encoded), image, 0);
    } catch (BadImageException e) {
      throw new IllegalArgumentException("The query is not a readable image: " + e.getMessage(), e);
    }
    Vectors query = new Vectors(settings.encoder().dim(), embedder.embed(image, 1));
    try (ExactNeighbours neighbours = new ExactNeighbours(stored.vectors())) {
      return hits(neighbours.search(query, Math.min(k, stored.vectors().count())));
    }
  }

  private List<Hit> hits(Neighbours found) {
    List<Hit> hits = new ArrayList<>();
    for (int rank = 0; rank < found.k(); rank++) {
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
}
