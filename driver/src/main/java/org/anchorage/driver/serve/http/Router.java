/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Leads a request to its route, with its body, and the answer back. Thread-safe. */
final class Router extends Handler.Abstract {

  private final RouteTable routes;
  private final Doorkeeper doorkeeper;
  private final HttpLimits limits;
  private final Watcher watcher;
  private final SlowConnections slow;
  private final SharedMemory memory;
  private final Answering answering;

  Router(
      List<Route> routes,
      Doorkeeper doorkeeper,
      HttpLimits limits,
      Watcher watcher,
      SlowConnections slow) {
    this.routes = new RouteTable(routes);
    this.doorkeeper = doorkeeper;
    this.limits = limits;
    this.watcher = watcher;
    this.slow = slow;
    this.memory = new SharedMemory(limits.memoryBytes());
    this.answering = new Answering(limits, watcher);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    RequestMemory taken = new RequestMemory(memory, limits.memoryBytes());
    Exchange exchange = new Exchange(request, response, callback, taken, watcher, slow);
    try {
      Route route = routes.of(Request.getPathInContext(request), request.getMethod());
      exchange.of(route);
      doorkeeper.require(route.access(), request);
      if (route.takesBody()) {
        readBody(route, request, exchange);
      } else {
        exchange.finish(answering.reply(route, request, new byte[0], taken));
      }
    } catch (Refusal e) {
      if (request.getLength() == 0 || !hasBody(request)) {
        exchange.finish(answering.refused(e));
      } else {
        exchange.cut(answering.refused(e), limits.deadline());
      }
    }
    return true;
  }

  private void readBody(Route route, Request request, Exchange exchange) {
    BodyReader[] reader = new BodyReader[1];
    reader[0] =
        new BodyReader(
            request,
            limits,
            memory,
            body -> {
              exchange.bodyCame();
              Reply reply = answering.reply(route, request, body, exchange.memory());
              reader[0].free();
              exchange.finish(reply);
            },
            failure -> {
              reader[0].free();
              if (failure instanceof Refusal refusal) {
                exchange.cut(answering.refused(refusal), limits.deadline());
              } else {
                exchange.broken(failure);
              }
            });
    reader[0].run();
  }

  private static boolean hasBody(Request request) {
    return request.getHeaders().contains(HttpHeader.CONTENT_LENGTH)
        || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }
}
