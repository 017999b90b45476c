/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the answers of routes, so many at once, and of what fails. Thread-safe. */
final class Answering {

  private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

  private final HttpLimits limits;
  private final Watcher watcher;
  private final Semaphore work;

  Answering(HttpLimits limits, Watcher watcher) {
    this.limits = limits;
    this.watcher = watcher;
    this.work = new Semaphore(limits.requests());
  }

  /** Answers; never throws what a request is to blame for. */
  Reply reply(Route route, Request request, byte[] body, RequestMemory taken) {
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
      return failed(route, e);
    } finally {
      taken.made();
      if (works) {
        work.release();
      }
    }
  }

  /** Returns the answer to a request that is refused, and counts it. */
  Reply refused(Refusal refusal) {
    watcher.refused(refusal.code());
    return Problems.of(refusal);
  }

  private Reply failed(Route route, Throwable e) {
    String number = Long.toHexString(System.nanoTime());
    LOG.error("{} {} failed ({})", route.method(), route.path(), number, e);
    return refused(
        new Refusal(
            500, "failed", "The server could not answer; its log says why, under " + number));
  }

  private Asked asked(Request request, byte[] body, RequestMemory taken) {
    @Nullable String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return new Asked(query(request), type == null ? "" : type, body, limits.deadline(), taken);
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
}
