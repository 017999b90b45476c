/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads the body of a request as it comes, without a thread that waits for it. Memory grows with
 * what has come, and not with what is announced. One for each request, not thread-safe.
 */
final class BodyReader implements Runnable {

  private final Request request;
  private final HttpLimits limits;
  private final CountedBytes bytes;
  private final Consumer<byte[]> whole;
  private final Consumer<Throwable> failed;
  private final long announced;

  /**
   * Creates a reader.
   *
   * @param whole is given the body
   * @param failed is given a {@link Refusal}, or what went wrong with the connection
   */
  BodyReader(
      Request request,
      HttpLimits limits,
      SharedMemory memory,
      Consumer<byte[]> whole,
      Consumer<Throwable> failed) {
    this.request = request;
    this.limits = limits;
    this.whole = whole;
    this.failed = failed;
    this.announced = request.getLength();
    this.bytes = new CountedBytes(memory, announced < 0 ? limits.bodyBytes() : announced);
  }

  /** Reads what is there, and comes back when there is more. */
  @Override
  public void run() {
    try {
      if (announced > limits.bodyBytes()) {
        throw tooLarge();
      }
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          throw broken(chunk.getFailure());
        }
        boolean last = chunk.isLast();
        try {
          add(chunk);
        } finally {
          chunk.release();
        }
        if (last) {
          whole.accept(bytes.whole());
          return;
        }
        requireTime();
      }
    } catch (BrokenBody e) {
      failed.accept(e.getCause() == null ? e : e.getCause());
    } catch (RuntimeException | Error e) {
      failed.accept(e);
    }
  }

  /** A connection that failed while the body came. */
  private static final class BrokenBody extends RuntimeException {
    BrokenBody(Throwable cause) {
      super(cause);
    }
  }

  private RuntimeException broken(Throwable failure) {
    return failure instanceof TimeoutException ? tooSlow() : new BrokenBody(failure);
  }

  private void add(Content.Chunk chunk) {
    if ((long) bytes.size() + chunk.remaining() > limits.bodyBytes()) {
      throw tooLarge();
    }
    bytes.add(chunk.getByteBuffer());
  }

  private void requireTime() {
    if (System.nanoTime() - request.getHeadersNanoTime() > limits.time().toNanos()) {
      throw tooSlow();
    }
  }

  private Refusal tooSlow() {
    return new Refusal(
        408,
        "too_slow",
        "The request did not come within "
            + limits.time().toSeconds()
            + " seconds; send less, or send it faster");
  }

  private Refusal tooLarge() {
    return new Refusal(
        413,
        "too_large",
        "The request is larger than "
            + limits.bodyBytes()
            + " bytes; send a smaller image, or fewer");
  }

  /** Gives the memory of the body back. */
  void free() {
    bytes.free();
  }
}
