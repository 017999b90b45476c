/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.util.function.Function;
import java.util.function.Supplier;
import org.anchorage.worker.step.Embedder;
import org.jspecify.annotations.Nullable;

/** A network that embeds, on a thread of its own. Not thread-safe: lent to one task at a time. */
public final class EmbedderSlot implements AutoCloseable {

  private final OwnThread thread = new OwnThread("anchorage-embedder");
  private final Embedder embedder;
  private @Nullable BroadcastKey has;

  /** Creates a slot with a network. */
  public EmbedderSlot(Supplier<Embedder> make) {
    this.embedder = thread.call(make::get);
  }

  /**
   * Embeds with given parameters.
   *
   * @param key names the parameters
   * @param parameters makes them; not asked if the embedder has them from the call before
   * @param work uses the embedder, on its thread
   */
  public <R> R embed(BroadcastKey key, Supplier<float[]> parameters, Function<Embedder, R> work) {
    return use(
        given -> {
          if (!key.equals(has)) {
            given.setParameters(parameters.get());
            has = key;
          }
          return work.apply(given);
        });
  }

  /**
   * Embeds with the parameters that the embedder has.
   *
   * @param work uses the embedder, on its thread
   */
  public <R> R use(Function<Embedder, R> work) {
    return thread.call(
        () -> {
          try {
            return work.apply(embedder);
          } finally {
            // Training goes on before the next embedding, and needs the memory more.
            embedder.releaseScratch();
          }
        });
  }

  @Override
  public void close() {
    thread.close();
  }
}
