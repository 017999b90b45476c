/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.anchorage.worker.image.ImageLoader;

/**
 * Inspects images with one thread per processor. Hands them on in the order in which they came, so
 * that a source always gives the same corpus. Waiting images are bounded in number and in bytes.
 */
final class Inspectors implements Closeable {

  private static final int MOST_WAITING = 512;
  private static final long MOST_WAITING_BYTES = 64L << 20;

  /** Takes inspected images, on the thread that added them. */
  interface Taker {
    void take(Inspection inspection) throws IOException;
  }

  private record Waiting(RawImage image, Future<Inspection> inspection) {}

  private final ExecutorService threads;
  private final ImageLoader loader;
  private final Taker taker;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long waitingBytes;

  Inspectors(ImageLoader loader, Taker taker) {
    this.loader = loader;
    this.taker = taker;
    this.threads =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            task -> {
              Thread thread = new Thread(task, "import-inspector");
              thread.setDaemon(true);
              return thread;
            });
  }

  void add(RawImage image) throws IOException {
    while (!waiting.isEmpty()
        && (waiting.size() == MOST_WAITING
            || waitingBytes + image.encoded().length > MOST_WAITING_BYTES)) {
      takeOldest();
    }
    waitingBytes += image.encoded().length;
    waiting.add(new Waiting(image, threads.submit(() -> Inspection.of(image, loader))));
  }

  /** Hands on all images that still wait. */
  void finish() throws IOException {
    while (!waiting.isEmpty()) {
      takeOldest();
    }
  }

  private void takeOldest() throws IOException {
    Waiting oldest = waiting.remove();
    waitingBytes -= oldest.image().encoded().length;
    taker.take(await(oldest));
  }

  private static Inspection await(Waiting waiting) throws IOException {
    try {
      return waiting.inspection().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the import was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OutOfMemoryError) {
        throw new ImportException(
            "There is not enough memory to decode "
                + waiting.image().id()
                + "; lower import.max-pixels to leave it out, or give the driver more memory",
            e);
      }
      throw new IllegalStateException("Cannot inspect " + waiting.image().id(), e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
