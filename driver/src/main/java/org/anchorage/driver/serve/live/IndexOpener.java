/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.anchorage.core.config.ServeSettings;
import org.anchorage.driver.index.Effort;
import org.anchorage.driver.index.Found;
import org.anchorage.driver.index.Hit;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.QueryVector;
import org.anchorage.driver.index.SearchRequest;
import org.anchorage.driver.serve.metrics.ServerMetrics;
import org.anchorage.worker.image.EncodedImage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Opens indexes, and asks each something before it is served. Thread-safe. */
public final class IndexOpener implements AutoCloseable {

  private static final int WARM_SIDE = 64;
  private static final int WARM_HITS = 10;
  private static final int WARM_IMAGES = 50;

  private final Configuration hadoop;
  private final ServeSettings settings;
  private final ServerMetrics metrics;
  private final AllWrites writes;

  /** Creates an opener. */
  public IndexOpener(Configuration hadoop, ServeSettings settings, ServerMetrics metrics) {
    this.hadoop = hadoop;
    this.settings = settings;
    this.metrics = metrics;
    this.writes = new AllWrites(hadoop);
  }

  /**
   * Opens an index. When it returns, the index has answered searches by images: the network is
   * loaded, and its code compiled.
   *
   * @throws RuntimeException if it cannot be opened, or does not answer
   */
  public Opened open(Published published) {
    int embedders = settings.embedders(Runtime.getRuntime().availableProcessors());
    Served served = served(published.location(), embedders);
    try {
      warm(served);
      EmbedQueue.Batching batching =
          new EmbedQueue.Batching(
              settings.batchImages(), embedders, TimeUnit.MILLISECONDS.toNanos(settings.batchMs()));
      return new Opened(served, new EmbedQueue(served::embed, batching, metrics));
    } catch (RuntimeException | Error e) {
      close(served, e);
      throw e;
    }
  }

  private Served served(Path location, int embedders) {
    Index index = Index.open(location, hadoop, embedders);
    return new ServedIndex(index, writes.enter(location), () -> writes.leave(location));
  }

  private static void close(Served served, Throwable cause) {
    try {
      served.close();
    } catch (RuntimeException | Error e) {
      cause.addSuppressed(e);
    }
  }

  /** Returns how many locations have something that writes to them, or could. */
  int writers() {
    return writes.size();
  }

  /** Closes what writes to the indexes that were opened. The indexes themselves stay open. */
  @Override
  public void close() {
    writes.close();
  }

  private static void warm(Served served) {
    byte[] image = blank();
    float[] vector = new float[0];
    for (int i = 0; i < WARM_IMAGES; i++) {
      vector = served.embed(List.of(served.decode(image)))[0];
    }
    Found found = served.search(SearchRequest.of(QueryVector.of(vector), WARM_HITS));
    for (Hit hit : found.hits()) {
      Optional<float[]> near = served.vector(hit.id());
      near.ifPresent(
          query ->
              served.search(
                  SearchRequest.of(QueryVector.of(query), WARM_HITS)
                      .withEffort(Effort.CALIBRATED)));
    }
    if (served.info().items() > 0 && found.hits().isEmpty()) {
      throw new IllegalStateException("It has items, and a search finds none");
    }
  }

  private static byte[] blank() {
    return EncodedImage.png(EncodedImage.canvas(WARM_SIDE, WARM_SIDE));
  }
}
