/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** What writes to each index, as long as somebody serves it. Thread-safe. */
final class AllWrites implements AutoCloseable {

  private final Configuration hadoop;
  private final Map<Path, Shared> shared = new ConcurrentHashMap<>();

  private record Shared(IndexWrites writes, int users) {}

  AllWrites(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Returns what writes to an index, for one more that serves it. */
  IndexWrites enter(Path location) {
    return shared.compute(
            location,
            (at, known) ->
                known == null
                    ? new Shared(new IndexWrites(at, hadoop), 1)
                    : new Shared(known.writes, known.users + 1))
        .writes;
  }

  /** Counts one less that serves an index. What writes to it ends with the last. */
  void leave(Path location) {
    AtomicReference<IndexWrites> ended = new AtomicReference<>();
    shared.computeIfPresent(
        location,
        (at, known) -> {
          if (known.users > 1) {
            return new Shared(known.writes, known.users - 1);
          }
          ended.set(known.writes);
          return null;
        });
    IndexWrites last = ended.get();
    if (last != null) {
      last.close();
    }
  }

  /** Returns how many indexes have something that writes to them, or could. */
  int size() {
    return shared.size();
  }

  /** Closes them. */
  @Override
  public void close() {
    shared.values().forEach(one -> one.writes.close());
  }
}
