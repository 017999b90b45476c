/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.List;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.serve.http.Access;
import org.anchorage.driver.serve.http.Asked;
import org.anchorage.driver.serve.http.Refusal;
import org.anchorage.driver.serve.http.Reply;
import org.anchorage.driver.serve.http.Route;
import org.anchorage.driver.serve.http.Route.Load;
import org.anchorage.driver.serve.live.Current;

/** Routes that read items. Thread-safe. */
final class ItemRoutes {

  private static final int USUAL_VALUES = 20;
  private static final int MOST_VALUES = 1000;

  private final Current current;

  ItemRoutes(Current current) {
    this.current = current;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/items", Access.READER, Load.WORK, this::item),
        new Route("GET", "/v1/items/thumbnail", Access.READER, Load.WORK, this::thumbnail),
        new Route("GET", "/v1/counts", Access.READER, Load.WORK, this::counts));
  }

  private Reply item(Asked asked) {
    String id = asked.knowing("id").required("id");
    return current.with(
        opened ->
            Json.reply(ItemBody.of(opened.served().item(id).orElseThrow(() -> noItem(id))), asked));
  }

  private Reply thumbnail(Asked asked) {
    String id = asked.knowing("id").required("id");
    byte[] picture =
        current.with(
            opened -> {
              if (opened.served().item(id).isEmpty()) {
                throw noItem(id);
              }
              return opened.served().picture(id).orElseThrow(() -> noPicture(id));
            });
    return Reply.of("image/jpeg", picture).with("Cache-Control", "private, max-age=60");
  }

  private Reply counts(Asked asked) {
    asked.knowing("where", "most");
    String most = asked.parameter("most");
    int values = Limits.within("most", number(most), USUAL_VALUES, 1, MOST_VALUES);
    return current.with(
        opened -> {
          Vocabulary words = new Vocabulary(opened.served());
          ItemFilter where = words.filter(asked.parameter("where"));
          return Json.reply(
              CountsAnswer.of(opened.served().counts(where, values), words.notes(where)), asked);
        });
  }

  private static @org.jspecify.annotations.Nullable Integer number(
      @org.jspecify.annotations.Nullable String text) {
    try {
      return text == null ? null : Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw Refusal.of("wrong_type", "'most' must be a whole number");
    }
  }

  static Refusal noItem(String id) {
    return new Refusal(
        404, "no_item", "There is no item '" + id + "'; look for its id by a search");
  }

  private static Refusal noPicture(String id) {
    return new Refusal(
        404, "no_picture", "The item '" + id + "' has no picture; index with index.pictures");
  }
}
