/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.page;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.driver.serve.http.Access;
import org.anchorage.driver.serve.http.BuildFile;
import org.anchorage.driver.serve.http.Reply;
import org.anchorage.driver.serve.http.Route;
import org.anchorage.driver.serve.http.Route.Load;

/**
 * The page that people search with: one document, a style sheet and modules of JavaScript, as they
 * lie in this build. A browser keeps them and asks by their ETags whether they have changed.
 * Everybody may read them, because the page itself asks for the token. Stateless.
 */
public final class SearchPage {

  /**
   * The page runs its own files alone, asks this server alone, and shows pictures of this server
   * and those that its user chose.
   */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** Modules, which the document lists so that a browser loads all of them at once. */
  static final List<String> MODULES =
      List.of(
          "answers.js",
          "api.js",
          "dom.js",
          "facet.js",
          "filters.js",
          "history.js",
          "images.js",
          "keys.js",
          "main.js",
          "messages.js",
          "permalink.js",
          "pictures.js",
          "place.js",
          "query.js",
          "results.js",
          "store.js",
          "threshold.js",
          "tile.js",
          "token.js",
          "uploads.js",
          "weights.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private SearchPage() {}

  /** Returns the routes of the page and its files. */
  public static List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(route("/", document().with("Content-Security-Policy", POLICY)));
    for (String name : List.of("page.css", "icon.svg", "theme.js")) {
      routes.add(route("/page/" + name, file(name, BuildFile.read(SearchPage.class, name))));
    }
    for (String name : MODULES) {
      routes.add(route("/page/" + name, file(name, BuildFile.read(SearchPage.class, name))));
    }
    return List.copyOf(routes);
  }

  private static Route route(String path, Reply reply) {
    return new Route("GET", path, Access.EVERYBODY, Load.LIGHT, asked -> reply);
  }

  private static Reply document() {
    String preloads =
        MODULES.stream()
            .map(name -> "<link rel=\"modulepreload\" href=\"page/" + name + "\">")
            .collect(Collectors.joining("\n"));
    String html =
        new String(BuildFile.read(SearchPage.class, "index.html"), StandardCharsets.UTF_8);
    return file("index.html", html.replace("MODULES", preloads).getBytes(StandardCharsets.UTF_8));
  }

  private static Reply file(String name, byte[] bytes) {
    return Reply.of(type(name), bytes)
        .with("ETag", '"' + digest(bytes) + '"')
        .with("Cache-Control", "no-cache");
  }

  private static String type(String name) {
    return Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
  }

  private static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.digest().digest(bytes), 0, 8);
  }
}
