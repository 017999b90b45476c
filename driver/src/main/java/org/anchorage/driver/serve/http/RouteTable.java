/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All routes, by path and method. Immutable. */
final class RouteTable {

  private final Map<String, Map<String, Route>> routes = new HashMap<>();

  RouteTable(List<Route> all) {
    all.forEach(
        route ->
            routes
                .computeIfAbsent(route.path(), path -> new TreeMap<>())
                .put(route.method(), route));
  }

  /**
   * Finds the route of a request. HEAD is answered as GET is.
   *
   * @throws Refusal with status 404 if there is no such path, 405 if it does not take the method
   */
  Route of(String path, String method) {
    Map<String, Route> methods = routes.get(path);
    if (methods == null) {
      throw new Refusal(
          404, "no_route", "There is nothing here; /openapi.json lists what there is");
    }
    Route route = methods.get(method.equals("HEAD") ? "GET" : method);
    if (route == null) {
      throw new Refusal(
          405,
          "wrong_method",
          "This takes " + String.join(" and ", methods.keySet()) + ", not " + method);
    }
    return route;
  }
}
