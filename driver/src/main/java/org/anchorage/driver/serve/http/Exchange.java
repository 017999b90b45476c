/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes the answer of one request, once, and says so. Not thread-safe. */
final class Exchange {

  /** Of a request that has no route. */
  private static final String NONE = "none";

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final RequestMemory taken;
  private final Watcher watcher;
  private final SlowConnections slow;
  private final Connection connection;
  private String path = NONE;
  private long begun = System.nanoTime();

  /** Begins one: the head of the request has come. */
  Exchange(
      Request request,
      Response response,
      Callback callback,
      RequestMemory taken,
      Watcher watcher,
      SlowConnections slow) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.taken = taken;
    this.watcher = watcher;
    this.slow = slow;
    this.connection = request.getConnectionMetaData().getConnection();
    watcher.begun();
    slow.begun(connection);
  }

  /** Returns what the request takes of the memory of all. */
  RequestMemory memory() {
    return taken;
  }

  /** Names the route, for what is counted. */
  void of(Route route) {
    path = route.path();
  }

  /** The body has come: what the answer takes is counted from now on. */
  void bodyCame() {
    begun = System.nanoTime();
  }

  /** Answers. */
  void finish(Reply reply) {
    write(Unchanged.reply(reply, request), callback);
  }

  /**
   * Answers a request whose body is not wanted, and closes the connection after it.
   *
   * @param deadline on {@link System#nanoTime}, for the rest of the body
   */
  void cut(Reply reply, long deadline) {
    write(
        reply.with("Connection", "close"),
        Callback.from(new Drain(request, deadline, callback), callback::failed));
  }

  /** Ends without an answer: there is no connection any more. */
  void broken(Throwable failure) {
    taken.end();
    watcher.answered(path, 400, System.nanoTime() - begun);
    callback.failed(failure);
  }

  private void write(Reply reply, Callback then) {
    response.setStatus(reply.status());
    SafeHeaders.ALL.forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
    if (reply.status() != Unchanged.STATUS) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    }
    reply.headers().forEach(response.getHeaders()::put);
    watcher.answered(path, reply.status(), System.nanoTime() - begun);
    slow.writing(connection);
    response.write(true, ByteBuffer.wrap(reply.body()), Callback.from(this::written, then));
  }

  private void written() {
    taken.end();
    slow.ended(connection);
  }
}
