/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.anchorage.worker.image.ImageLoader;
import org.jspecify.annotations.Nullable;

/**
 * Fetches and inspects images, and hands them on in their order. {@value Requests#MOST} requests
 * are in flight. As many images are decoded at once as the task has cores. Waiting images are
 * bounded in number and in listed bytes. Used by one thread.
 */
final class Inspectors {

  private static final int MOST_WAITING = 128;
  private static final long MOST_WAITING_BYTES = 64L << 20;

  /** Takes inspected images, on the thread that asked for them. */
  interface Taker {
    void take(Inspection inspection) throws IOException;
  }

  private record Waiting(Staged image, Future<Inspection> inspection) {}

  private final Containers containers;
  private final Requests requests;
  private final ImageLoader loader;
  private final int cores;
  private final Semaphore decoding;

  /**
   * Creates inspectors.
   *
   * @param cores of the task, at least 1
   */
  Inspectors(Containers containers, Requests requests, ImageLoader loader, int cores) {
    this.containers = containers;
    this.requests = requests;
    this.loader = loader;
    this.cores = cores;
    this.decoding = new Semaphore(cores);
  }

  /** Inspects all images. */
  void inspect(Iterator<Staged> images, Taker taker) throws IOException {
    Deque<Waiting> waiting = new ArrayDeque<>();
    long bytes = 0;
    while (images.hasNext() || !waiting.isEmpty()) {
      @Nullable Waiting oldest = waiting.peek();
      boolean full = waiting.size() == MOST_WAITING || bytes > MOST_WAITING_BYTES;
      if (oldest != null && (full || !images.hasNext())) {
        waiting.remove();
        bytes -= oldest.image().image().place().length();
        taker.take(await(oldest.inspection()));
      } else {
        Staged image = images.next();
        bytes += image.image().place().length();
        waiting.add(new Waiting(image, begun(image)));
      }
    }
  }

  /** A second thread would only be in the way of what one core computes. */
  private Future<Inspection> begun(Staged image) {
    if (image.duplicate() || (image.image().place().computed() && cores == 1)) {
      FutureTask<Inspection> now = new FutureTask<>(() -> inspected(image));
      now.run();
      return now;
    }
    return requests.submit(() -> inspected(image));
  }

  private Inspection inspected(Staged staged) throws InterruptedException {
    Listed image = staged.image();
    if (staged.duplicate()) {
      return Inspection.of(
          new Bad(image.id(), Bad.Reason.DUPLICATE_ID, "Another image has this id"));
    }
    try {
      byte[] encoded = image.place().computed() ? new byte[0] : image.place().read(containers);
      decoding.acquire();
      try {
        byte[] content = image.place().computed() ? image.place().read(containers) : encoded;
        return Inspection.of(image, content, loader);
      } finally {
        decoding.release();
      }
    } catch (BadPlaceException e) {
      return Inspection.of(e.bad(image.id()));
    }
  }

  private static Inspection await(Future<Inspection> inspection) throws IOException {
    try {
      return inspection.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the import was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("Cannot inspect an image", e.getCause());
    }
  }
}
