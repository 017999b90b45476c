/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.List;
import org.anchorage.driver.serve.http.Access;
import org.anchorage.driver.serve.http.Asked;
import org.anchorage.driver.serve.http.Refusal;
import org.anchorage.driver.serve.http.Reply;
import org.anchorage.driver.serve.http.Route;
import org.anchorage.driver.serve.http.Route.Load;

/** Routes that search. Thread-safe. */
final class SearchRoutes {

  private final Searches searches;

  SearchRoutes(Searches searches) {
    this.searches = searches;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", "/v1/search", Access.READER, Load.WORK, this::search),
        new Route("GET", "/v1/search", Access.READER, Load.WORK, this::byQuery),
        new Route("POST", "/v1/search/batch", Access.READER, Load.WORK, this::batch));
  }

  private Reply search(Asked asked) {
    return Json.reply(searches.answer(body(asked), asked), asked);
  }

  private Reply byQuery(Asked asked) {
    SearchBody body = Json.read(Form.query(asked), SearchBody.class);
    return Json.reply(searches.answer(body, asked), asked);
  }

  private Reply batch(Asked asked) {
    requireJson(asked);
    BatchBody body = Json.read(asked, BatchBody.class);
    return searches.answer(body, asked, answer -> Json.reply(answer, asked));
  }

  private static SearchBody body(Asked asked) {
    String type = asked.mediaType();
    if (type.equals("multipart/form-data")) {
      return Json.read(Form.parts(asked), SearchBody.class);
    }
    if (type.startsWith("image/") || type.equals("application/octet-stream")) {
      return Json.read(Form.image(asked), SearchBody.class);
    }
    requireJson(asked);
    return Json.read(asked, SearchBody.class);
  }

  /** Refuses another content type than JSON, and then what the query says beside the JSON. */
  static void requireJson(Asked asked) {
    if (!asked.mediaType().equals(Reply.JSON)) {
      throw new Refusal(
          415,
          "wrong_type",
          "The body is "
              + (asked.mediaType().isEmpty() ? "of no Content-Type" : asked.mediaType())
              + "; send application/json, or an image as multipart/form-data or image/*");
    }
    if (!asked.query().isEmpty()) {
      String name = asked.query().keySet().iterator().next();
      throw Refusal.of(
          "unknown_field",
          "There is no parameter '" + name + "' beside JSON; give all fields in the JSON");
    }
  }
}
