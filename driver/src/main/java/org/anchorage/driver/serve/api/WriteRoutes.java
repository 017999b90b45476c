/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.serve.http.Access;
import org.anchorage.driver.serve.http.Asked;
import org.anchorage.driver.serve.http.Refusal;
import org.anchorage.driver.serve.http.Reply;
import org.anchorage.driver.serve.http.Route;
import org.anchorage.driver.serve.http.Route.Load;
import org.anchorage.driver.serve.live.Current;
import org.anchorage.driver.serve.live.Opened;

/** Routes that add and delete items; the token alone opens them. Thread-safe. */
final class WriteRoutes {

  private final Current current;
  private final Searches searches;
  private final Limits limits;

  WriteRoutes(Current current, Searches searches, Limits limits) {
    this.current = current;
    this.searches = searches;
    this.limits = limits;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", "/v1/items", Access.WRITER, Load.WORK, this::add),
        new Route("DELETE", "/v1/items", Access.WRITER, Load.WORK, this::delete));
  }

  private Reply add(Asked asked) {
    List<NewItemBody> items = items(asked);
    if (items.isEmpty() || items.size() > limits.searches()) {
      throw Refusal.of(
          "out_of_range",
          String.format(
              Locale.ROOT,
              "'items' has %d entries; it must have 1 to %d",
              items.size(),
              limits.searches()));
    }
    refuseWrong(items);
    List<IndexedItem> named = items.stream().map(WriteRoutes::item).toList();
    return current.with(
        opened -> {
          opened.served().add(embedded(items, named, opened, asked));
          IndexInfo info = opened.served().info();
          return Json.reply(new WrittenAnswer(info.items(), info.version()), asked);
        });
  }

  private static List<NewItemBody> items(Asked asked) {
    if (asked.mediaType().equals("multipart/form-data")) {
      return List.of(Json.read(Form.parts(asked), NewItemBody.class));
    }
    SearchRoutes.requireJson(asked);
    List<NewItemBody> items = Json.read(asked, AdditionBody.class).items();
    return items == null ? List.of() : items;
  }

  private static void refuseWrong(List<NewItemBody> items) {
    Set<String> ids = new HashSet<>();
    for (NewItemBody item : items) {
      String id = item == null ? null : item.id();
      if (item == null || id == null || id.isEmpty()) {
        throw Refusal.of("missing_field", "An item has no 'id'; give each one");
      }
      if (!ids.add(id)) {
        throw Refusal.of("repeated_field", "The item '" + id + "' is given twice; give it once");
      }
      if ((item.image() == null) == (item.vector() == null)) {
        throw Refusal.of(
            "missing_field", "The item '" + id + "' must have one of 'image' and 'vector'");
      }
    }
  }

  private List<NewItem> embedded(
      List<NewItemBody> items, List<IndexedItem> named, Opened opened, Asked asked) {
    List<byte[]> images = new ArrayList<>();
    for (NewItemBody item : items) {
      if (item.image() != null) {
        images.add(item.image());
      }
    }
    Iterator<float[]> vectors = searches.embedded(images, opened, asked).iterator();
    int dim = opened.served().info().dim();
    List<NewItem> made = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      byte[] image = items.get(i).image();
      float[] given = items.get(i).vector();
      made.add(
          new NewItem(
              named.get(i),
              given == null ? vectors.next() : Searches.checked(given, dim),
              image == null ? null : searches.thumbnail(image, opened, asked)));
    }
    return made;
  }

  private static IndexedItem item(NewItemBody item) {
    try {
      return new IndexedItem(
          String.valueOf(item.id()),
          item.className() == null ? "" : item.className(),
          item.split() == null ? "" : item.split(),
          item.attributes() == null ? new TreeMap<>() : new TreeMap<>(item.attributes()),
          item.text());
    } catch (IllegalArgumentException e) {
      throw Refusal.of("bad_item", String.valueOf(e.getMessage()));
    }
  }

  private Reply delete(Asked asked) {
    List<String> ids = asked.knowing("id").query().getOrDefault("id", List.of());
    if (ids.isEmpty()) {
      throw Refusal.of("missing_field", "There is no 'id'; give one or more, as ?id=A&id=B");
    }
    return current.with(
        opened -> {
          Set<String> unknown = opened.served().delete(ids);
          IndexInfo info = opened.served().info();
          return Json.reply(
              new DeletedAnswer(info.items(), info.version(), List.copyOf(unknown)), asked);
        });
  }
}
