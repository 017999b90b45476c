/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the route of a request, reads its body and writes the answer. Thread-safe. */
final class Router extends Handler.Abstract {

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);
  private static final String NONE = "none";

  private final Map<String, Map<String, Route>> routes = new HashMap<>();
  private final Doorkeeper doorkeeper;
  private final HttpLimits limits;
  private final Watcher watcher;
  private final SlowConnections slow;
  private final SharedMemory memory;
  private final Semaphore work;

  Router(
      List<Route> routes,
      Doorkeeper doorkeeper,
      HttpLimits limits,
      Watcher watcher,
      SlowConnections slow) {
    routes.forEach(
        route ->
            this.routes
                .computeIfAbsent(route.path(), path -> new TreeMap<>())
                .put(route.method(), route));
    this.doorkeeper = doorkeeper;
    this.limits = limits;
    this.watcher = watcher;
    this.slow = slow;
    this.memory = new SharedMemory(limits.memoryBytes());
    this.work = new Semaphore(limits.requests());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    watcher.begun();
    RequestMemory taken = new RequestMemory(memory, limits.memoryBytes());
    Exchange exchange = new Exchange(request, response, callback, taken);
    slow.begun(exchange.connection);
    try {
      Map<String, Route> methods = routes.get(Request.getPathInContext(request));
      if (methods == null) {
        throw new Refusal(
            404, "no_route", "There is nothing here; /openapi.json lists what there is");
      }
      Route route = route(methods, request.getMethod());
      exchange.path = route.path();
      doorkeeper.require(route.access(), request);
      if (!route.takesBody()) {
        exchange.finish(reply(route, request, new byte[0], taken));
        return true;
      }
      BodyReader[] reader = new BodyReader[1];
      reader[0] =
          new BodyReader(
              request,
              limits,
              memory,
              body -> {
                exchange.begin();
                Reply reply = reply(route, request, body, taken);
                reader[0].free();
                exchange.finish(reply);
              },
              failure -> {
                reader[0].free();
                if (failure instanceof Refusal refusal) {
                  exchange.cut(refused(refusal), deadline());
                } else {
                  exchange.broken(failure);
                }
              });
      reader[0].run();
    } catch (Refusal e) {
      if (request.getLength() == 0 || !hasBody(request)) {
        exchange.finish(refused(e));
      } else {
        exchange.cut(refused(e), deadline());
      }
    }
    return true;
  }

  private static boolean hasBody(Request request) {
    return request.getHeaders().contains(HttpHeader.CONTENT_LENGTH)
        || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  private long deadline() {
    return System.nanoTime() + limits.time().toNanos();
  }

  private static Route route(Map<String, Route> methods, String method) {
    Route route = methods.get(method.equals("HEAD") ? "GET" : method);
    if (route == null) {
      throw new Refusal(
          405,
          "wrong_method",
          "This takes " + String.join(" and ", methods.keySet()) + ", not " + method);
    }
    return route;
  }

  private Reply reply(Route route, Request request, byte[] body, RequestMemory taken) {
    boolean works = route.load() == Route.Load.WORK;
    if (works && !work.tryAcquire()) {
      return refused(
          Refusal.busy(
              "The server works on "
                  + limits.requests()
                  + " requests already; come back in a second"));
    }
    try {
      return route.answer().to(asked(request, body, taken));
    } catch (Refusal e) {
      return refused(e);
    } catch (RuntimeException | Error e) {
      String number = Long.toHexString(System.nanoTime());
      LOG.error("{} {} failed ({})", route.method(), route.path(), number, e);
      return refused(
          new Refusal(
              500, "failed", "The server could not answer; its log says why, under " + number));
    } finally {
      taken.made();
      if (works) {
        work.release();
      }
    }
  }

  private Asked asked(Request request, byte[] body, RequestMemory taken) {
    @Nullable String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return new Asked(query(request), type == null ? "" : type, body, deadline(), taken);
  }

  private static Map<String, List<String>> query(Request request) {
    if (request.getHttpURI().getQuery() == null) {
      return Map.of();
    }
    try {
      Map<String, List<String>> query = new TreeMap<>();
      for (Fields.Field field : Request.extractQueryParameters(request)) {
        query.put(field.getName(), field.getValues());
      }
      return query;
    } catch (RuntimeException e) {
      throw Refusal.of("bad_query", "The query cannot be read; encode it as UTF-8 with %XX");
    }
  }

  private Reply refused(Refusal refusal) {
    watcher.refused(refusal.code());
    return Problems.of(refusal);
  }

  /** Writes the answer of one request, once. */
  private final class Exchange {

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final RequestMemory taken;
    private final Connection connection;
    private String path = NONE;
    private long begun = System.nanoTime();

    Exchange(Request request, Response response, Callback callback, RequestMemory taken) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      this.taken = taken;
      this.connection = request.getConnectionMetaData().getConnection();
    }

    void begin() {
      begun = System.nanoTime();
    }

    void finish(Reply reply) {
      write(Unchanged.reply(reply, request), callback);
    }

    /** Answers a request whose body is not wanted, and closes the connection after it. */
    void cut(Reply reply, long deadline) {
      write(
          reply.with("Connection", "close"),
          Callback.from(new Drain(request, deadline, callback), callback::failed));
    }

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
}
