/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.anchorage.driver.serve.http.Access;
import org.anchorage.driver.serve.http.Asked;
import org.anchorage.driver.serve.http.BuildFile;
import org.anchorage.driver.serve.http.Refusal;
import org.anchorage.driver.serve.http.Reply;
import org.anchorage.driver.serve.http.Route;
import org.anchorage.driver.serve.http.Route.Load;
import org.anchorage.driver.serve.live.Current;
import org.anchorage.driver.serve.live.Served;
import org.anchorage.driver.serve.metrics.ServerMetrics;

/** Routes that tell of the server and its index. Thread-safe. */
final class ServerRoutes {

  private final Current current;
  private final ServerMetrics metrics;
  private final IndexAnswer.LimitsBody limits;
  private final boolean writable;
  private final BooleanSupplier ready;
  private final byte[] description = BuildFile.read(ServerRoutes.class, "openapi.json");

  ServerRoutes(
      Current current,
      ServerMetrics metrics,
      IndexAnswer.LimitsBody limits,
      boolean writable,
      BooleanSupplier ready) {
    this.current = current;
    this.metrics = metrics;
    this.limits = limits;
    this.writable = writable;
    this.ready = ready;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/index", Access.READER, Load.LIGHT, this::index),
        new Route("GET", "/v1/thresholds", Access.READER, Load.LIGHT, this::thresholds),
        new Route("GET", "/healthz", Access.EVERYBODY, Load.LIGHT, this::health),
        new Route("GET", "/readyz", Access.EVERYBODY, Load.LIGHT, this::readiness),
        new Route("GET", "/metrics", Access.READER, Load.LIGHT, this::metrics),
        new Route("GET", "/openapi.json", Access.EVERYBODY, Load.LIGHT, this::description));
  }

  private Reply index(Asked asked) {
    asked.knowing();
    return current.with(
        opened -> {
          Served served = opened.served();
          boolean changes = writable && served.takesChanges();
          return Json.reply(
              IndexAnswer.of(served.info(), served.attributes(), changes, limits), asked);
        });
  }

  private Reply thresholds(Asked asked) {
    asked.knowing();
    return Json.reply(
        current
            .with(opened -> opened.served().thresholds())
            .map(ThresholdsAnswer::of)
            .orElseGet(ThresholdsAnswer::none),
        asked);
  }

  private Reply health(Asked asked) {
    return Json.reply(new StateAnswer("ok", List.of()), asked);
  }

  private Reply readiness(Asked asked) {
    if (!ready.getAsBoolean()) {
      throw new Refusal(503, "stopping", "The server is stopping; ask another");
    }
    return Json.reply(new StateAnswer("ok", current.notes()), asked);
  }

  private Reply metrics(Asked asked) {
    return Reply.of(ServerMetrics.TYPE, metrics.text());
  }

  private Reply description(Asked asked) {
    return Reply.of(Reply.JSON, description);
  }
}
