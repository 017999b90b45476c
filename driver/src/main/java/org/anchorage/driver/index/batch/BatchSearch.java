/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.batch;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.anchorage.driver.index.Found;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.QueryVector;
import org.anchorage.driver.index.SearchRequest;
import org.anchorage.driver.index.VectorRule;
import org.anchorage.driver.progress.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Answers many queries of one index. While a batch is searched, the next one is embedded and the
 * one after it is decoded. So {@value #HELD} batches are in memory at a time, however many queries
 * there are: their images as the network reads them (width x height x channels x 4 bytes each), and
 * their results.
 *
 * @param index that is searched
 * @param request makes the request of a query
 * @param rule of the index's vectors: those that are searched by are scaled to their length
 * @param batch queries that are embedded together, at least 1
 * @param progress shows how many queries are done
 */
public record BatchSearch(
    Index index,
    Function<QueryVector, SearchRequest> request,
    VectorRule rule,
    int batch,
    Progress.Factory progress) {

  /** Batches in memory at a time. */
  public static final int HELD = 3;

  public BatchSearch {
    if (batch < 1) {
      throw new IllegalArgumentException(
          "Cannot answer " + batch + " queries at once; give at least 1 for --batch");
    }
  }

  /**
   * Answers all queries.
   *
   * @param results takes them in their order
   * @throws IOException if the queries cannot be read, or a result cannot be written
   */
  public BatchReport run(QuerySource queries, BatchResults results) throws IOException {
    Tally tally = new Tally(results);
    ExecutorService threads = threads();
    try (Progress shown = progress.start("search", Progress.UNKNOWN, "queries")) {
      Deque<QueryBatch> decoding = new ArrayDeque<>();
      @Nullable QueryBatch searching = null;
      boolean ended = false;
      while (!ended || !decoding.isEmpty() || searching != null) {
        while (!ended && decoding.size() < HELD - 1) {
          List<BatchQuery> next = next(queries);
          ended = next.size() < batch;
          if (!next.isEmpty()) {
            decoding.add(new QueryBatch(next, index, rule, threads));
          }
        }
        @Nullable QueryBatch embedded = decoding.poll();
        if (embedded != null) {
          embedded.search(request);
        }
        if (searching != null) {
          tally.take(searching);
          shown.step(tally.queries);
        }
        searching = embedded;
      }
    } finally {
      threads.shutdownNow();
    }
    return tally.report();
  }

  private static ExecutorService threads() {
    return Executors.newFixedThreadPool(
        Runtime.getRuntime().availableProcessors(),
        work -> {
          Thread thread = new Thread(work, "anchorage-queries");
          thread.setDaemon(true);
          return thread;
        });
  }

  private List<BatchQuery> next(QuerySource queries) throws IOException {
    List<BatchQuery> next = new ArrayList<>();
    while (next.size() < batch) {
      BatchQuery query = queries.next();
      if (query == null) {
        break;
      }
      next.add(query);
    }
    return next;
  }

  /** Counts what is passed on. */
  private static final class Tally implements BatchResults {

    private final BatchResults to;
    private final long began = System.nanoTime();
    private long queries;
    private long images;
    private long bad;
    private long empty;
    private long scaled;
    private long hits;

    Tally(BatchResults to) {
      this.to = to;
    }

    void take(QueryBatch done) throws IOException {
      done.finish(this);
      queries += done.count();
      images += done.images();
      scaled += done.scaled();
    }

    @Override
    public void found(BatchQuery query, Found found) throws IOException {
      hits += found.hits().size();
      empty += found.hits().isEmpty() ? 1 : 0;
      to.found(query, found);
    }

    @Override
    public void bad(BadQuery query) throws IOException {
      bad++;
      to.bad(query);
    }

    BatchReport report() {
      double seconds = (System.nanoTime() - began) / 1e9;
      return new BatchReport(queries, images, bad, empty, scaled, hits, seconds);
    }
  }
}
