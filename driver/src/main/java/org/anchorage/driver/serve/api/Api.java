/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.anchorage.core.config.ServeSettings;
import org.anchorage.driver.serve.http.Route;
import org.anchorage.driver.serve.live.Current;
import org.anchorage.driver.serve.live.ImageRoom;
import org.anchorage.driver.serve.metrics.ServerMetrics;

/** All routes of the server, which {@code openapi.json} describes. Stateless. */
public final class Api {

  private Api() {}

  /**
   * Returns the routes.
   *
   * @param current what they answer from
   * @param writable whether there is a token, so that somebody may write
   * @param ready whether the server takes requests
   */
  public static List<Route> routes(
      Current current,
      ServeSettings settings,
      ServerMetrics metrics,
      boolean writable,
      BooleanSupplier ready) {
    Limits limits = new Limits(settings.maxK(), settings.searches());
    ImageRoom room =
        new ImageRoom(settings.pixels(), Runtime.getRuntime().maxMemory() / BYTES_A_PIXEL / 4);
    Searches searches = new Searches(current, room, limits, metrics);
    IndexAnswer.LimitsBody told =
        new IndexAnswer.LimitsBody(
            settings.maxK(), settings.searches(), settings.uploadBytes(), settings.pixels());
    return Stream.of(
            new SearchRoutes(searches).routes(),
            new ItemRoutes(current).routes(),
            new WriteRoutes(current, searches, limits).routes(),
            new ServerRoutes(current, metrics, told, writable, ready).routes())
        .flatMap(List::stream)
        .toList();
  }

  /** What decoding takes: the decoded image, and a copy in another form. */
  private static final long BYTES_A_PIXEL = 8;
}
