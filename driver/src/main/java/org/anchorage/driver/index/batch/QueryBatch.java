/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.anchorage.driver.imports.Bad;
import org.anchorage.driver.index.Found;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.QueryTerms;
import org.anchorage.driver.index.QueryVector;
import org.anchorage.driver.index.SearchRequest;
import org.anchorage.driver.index.VectorRule;
import org.anchorage.driver.thread.Awaited;
import org.anchorage.worker.image.BadImageException;

/**
 * Queries that are answered together. Threads decode their images, one call embeds these, and
 * threads search. A query is in one state at a time: decoded, ready, answered or bad. Not
 * thread-safe; its own threads touch no state of it.
 */
final class QueryBatch {

  private final List<BatchQuery> queries;
  private final Index index;
  private final VectorRule rule;
  private final ExecutorService threads;
  private List<Future<State>> states = new ArrayList<>();
  private int images;
  private int scaled;

  /** What has become of a query. */
  private sealed interface State {}

  private record Decoded(float[] input) implements State {}

  private record Ready(QueryVector vector) implements State {}

  private record Answered(Found found) implements State {}

  private record Refused(BadQuery why) implements State {}

  /** Begins to decode the images. */
  QueryBatch(List<BatchQuery> queries, Index index, VectorRule rule, ExecutorService threads) {
    this.queries = queries;
    this.index = index;
    this.rule = rule;
    this.threads = threads;
    for (BatchQuery query : queries) {
      states.add(threads.submit(() -> prepared(query)));
    }
  }

  private State prepared(BatchQuery query) {
    try {
      if (query.by() instanceof BatchQuery.Image image) {
        return decoded(query, image);
      }
      if (query.by() instanceof BatchQuery.Item item) {
        return new Ready(new QueryTerms(index).id(item.id(), 1).query());
      }
      if (query.by() instanceof BatchQuery.Vector vector) {
        return new Ready(QueryVector.of(fitting(vector.values())));
      }
      return new Refused(BadQuery.refused(query, "There is nothing to search by"));
    } catch (IllegalArgumentException e) {
      return new Refused(BadQuery.refused(query, String.valueOf(e.getMessage())));
    }
  }

  /** One of another dim is refused by the search. */
  private float[] fitting(float[] vector) {
    return vector.length == index.dim() ? rule.scaled(vector) : vector;
  }

  private State decoded(BatchQuery query, BatchQuery.Image image) {
    List<Bad> bad = new ArrayList<>();
    byte[] encoded = image.bytes().read(bad::add).orElse(null);
    if (encoded == null) {
      return new Refused(BadQuery.of(query, bad.get(0)));
    }
    try {
      return new Decoded(index.decode(encoded));
    } catch (BadImageException e) {
      return new Refused(BadQuery.of(query, Bad.of(query.name(), e)));
    }
  }

  /** Waits for the images, embeds them, and begins to search. */
  void search(Function<QueryVector, SearchRequest> request) {
    List<float[]> inputs = new ArrayList<>();
    List<State> ready = new ArrayList<>();
    for (Future<State> one : states) {
      State state = result(one);
      ready.add(state);
      if (state instanceof Decoded decoded) {
        inputs.add(decoded.input());
      }
    }
    images = inputs.size();
    float[][] embedded = inputs.isEmpty() ? new float[0][] : index.embedDecoded(inputs);
    int next = 0;
    List<Future<State>> searching = new ArrayList<>();
    for (int i = 0; i < ready.size(); i++) {
      BatchQuery query = queries.get(i);
      State state =
          ready.get(i) instanceof Decoded
              ? new Ready(QueryVector.of(embedded[next++]))
              : ready.get(i);
      searching.add(threads.submit(() -> answered(query, state, request)));
    }
    states = searching;
  }

  private State answered(
      BatchQuery query, State state, Function<QueryVector, SearchRequest> request) {
    if (!(state instanceof Ready ready)) {
      return state;
    }
    try {
      return new Answered(index.search(request.apply(ready.vector())));
    } catch (IllegalArgumentException e) {
      return new Refused(BadQuery.refused(query, String.valueOf(e.getMessage())));
    }
  }

  /** Waits for the searches, and passes on what they found. */
  void finish(BatchResults results) throws IOException {
    for (int i = 0; i < queries.size(); i++) {
      State state = result(states.get(i));
      if (state instanceof Answered answered) {
        scaled += wasScaled(queries.get(i)) ? 1 : 0;
        results.found(queries.get(i), answered.found());
      } else if (state instanceof Refused refused) {
        results.bad(refused.why());
      }
    }
  }

  private boolean wasScaled(BatchQuery query) {
    return query.by() instanceof BatchQuery.Vector vector
        && rule.complaint(vector.values()).isPresent();
  }

  /** Returns how many vectors that were answered had another length than the network's. */
  int scaled() {
    return scaled;
  }

  int count() {
    return queries.size();
  }

  /** Returns how many images were embedded. */
  int images() {
    return images;
  }

  private static State result(Future<State> one) {
    return Awaited.result(
        one, "A query cannot be answered", "The searches were interrupted before they were done");
  }
}
