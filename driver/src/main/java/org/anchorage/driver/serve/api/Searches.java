/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.anchorage.driver.index.Found;
import org.anchorage.driver.index.QueryVector;
import org.anchorage.driver.serve.http.Asked;
import org.anchorage.driver.serve.http.Refusal;
import org.anchorage.driver.serve.live.Current;
import org.anchorage.driver.serve.live.ImageRoom;
import org.anchorage.driver.serve.live.Opened;
import org.anchorage.driver.serve.live.Served;
import org.anchorage.driver.serve.metrics.ServerMetrics;
import org.anchorage.driver.serve.metrics.Stage;
import org.anchorage.mining.products.Length;
import org.jspecify.annotations.Nullable;

/** Answers searches: checks them, embeds their images together, and asks the index. Thread-safe. */
final class Searches {

  /** Images of one request that are decoded at once. */
  private static final int TOGETHER = 32;

  /** Searches of a batch that may ask for the most results each. */
  private static final int LONGEST_SEARCHES = 20;

  private final Current current;
  private final ImageRoom room;
  private final Limits limits;
  private final ServerMetrics metrics;

  Searches(Current current, ImageRoom room, Limits limits, ServerMetrics metrics) {
    this.current = current;
    this.room = room;
    this.limits = limits;
    this.metrics = metrics;
  }

  /** Answers one. */
  SearchAnswer answer(SearchBody body, Asked asked) {
    return current.with(
        opened -> {
          Vocabulary words = new Vocabulary(opened.served());
          SearchPlan plan = SearchPlan.of(body, limits, words);
          return answers(List.of(plan), words, opened, asked).iterator().next();
        });
  }

  /**
   * Answers several, all of them or none.
   *
   * @param write writes the answers; they are made meanwhile
   * @throws Refusal if one of them cannot be answered; its message begins with which one
   */
  <R> R answer(BatchBody body, Asked asked, Function<BatchAnswer, R> write) {
    List<SearchBody> searches = body.searches();
    if (searches == null || searches.isEmpty() || searches.size() > limits.searches()) {
      throw Refusal.of(
          "out_of_range",
          String.format(
              Locale.ROOT,
              "'searches' has %d entries; it must have 1 to %d",
              searches == null ? 0 : searches.size(),
              limits.searches()));
    }
    return current.with(
        opened -> {
          Vocabulary words = new Vocabulary(opened.served());
          List<SearchPlan> plans = new ArrayList<>();
          for (int i = 0; i < searches.size(); i++) {
            plans.add(plan(searches.get(i), i, words));
          }
          requireFew(plans);
          return write.apply(new BatchAnswer(answers(plans, words, opened, asked)));
        });
  }

  /** An answer is held in memory. */
  private void requireFew(List<SearchPlan> plans) {
    long results = plans.stream().mapToLong(SearchPlan::k).sum();
    long most = (long) LONGEST_SEARCHES * limits.k();
    if (results > most) {
      throw Refusal.of(
          "out_of_range",
          String.format(
              Locale.ROOT,
              "The searches ask for %d results together; they may ask for %d",
              results,
              most));
    }
  }

  private SearchPlan plan(SearchBody body, int number, Vocabulary words) {
    try {
      if (body == null) {
        throw Refusal.of("no_query", "it is null");
      }
      return SearchPlan.of(body, limits, words);
    } catch (Refusal e) {
      throw new Refusal(e.status(), e.code(), "searches[" + number + "]: " + e.getMessage());
    }
  }

  /** Embeds all images, and searches when an answer is asked for. */
  private Iterable<SearchAnswer> answers(
      List<SearchPlan> plans, Vocabulary words, Opened opened, Asked asked) {
    long begun = System.nanoTime();
    List<byte[]> images = new ArrayList<>();
    plans.forEach(plan -> plan.parts().forEach(part -> add(part.image(), images)));
    Iterator<float[]> embedded = embedded(images, opened, asked).iterator();
    long each = (System.nanoTime() - begun) / plans.size();
    return () ->
        plans.stream()
            .map(
                plan -> {
                  asked.requireTime();
                  long searching = System.nanoTime();
                  Found found = found(plan, opened.served(), embedded);
                  long nanos = System.nanoTime() - searching;
                  metrics.add(Stage.SEARCH, nanos);
                  List<String> notes = words.notes(plan.where(), found.matching());
                  return SearchAnswer.of(found, plan, notes, TimesBody.of(each, nanos));
                })
            .iterator();
  }

  private static Found found(SearchPlan plan, Served served, Iterator<float[]> embedded) {
    try {
      return served.search(plan.request(query(plan, served, embedded)));
    } catch (IllegalArgumentException e) {
      throw Refusal.of("bad_query", String.valueOf(e.getMessage()));
    }
  }

  private static void add(byte @Nullable [] image, List<byte[]> images) {
    if (image != null) {
      images.add(image);
    }
  }

  /** Embeds images with the network of an index. */
  List<float[]> embedded(List<byte[]> images, Opened opened, Asked asked) {
    if (images.isEmpty()) {
      return List.of();
    }
    List<float[]> vectors = new ArrayList<>(images.size());
    // Decoded images take far more memory than those that were sent.
    for (int from = 0; from < images.size(); from += TOGETHER) {
      List<byte[]> some = images.subList(from, Math.min(images.size(), from + TOGETHER));
      IntFunction<float[]> decode =
          i -> {
            asked.requireTime();
            byte[] image = some.get(i);
            float[] decoded =
                room.decode(image, asked.deadline(), () -> opened.served().decode(image));
            // A large image may have taken all the time that there was.
            asked.requireTime();
            return decoded;
          };
      vectors.addAll(opened.queue().embed(some.size(), decode, asked.deadline()));
    }
    return vectors;
  }

  /** Returns the small picture of an image, if the index keeps pictures. */
  byte @Nullable [] thumbnail(byte[] image, Opened opened, Asked asked) {
    asked.requireTime();
    return room.decode(image, asked.deadline(), () -> opened.served().thumbnail(image))
        .orElse(null);
  }

  private static QueryVector query(SearchPlan plan, Served served, Iterator<float[]> embedded) {
    int dim = served.info().dim();
    Set<String> ids = new HashSet<>();
    List<QueryVector.Term> terms = new ArrayList<>();
    for (PartBody part : plan.parts()) {
      float[] vector;
      if (part.id() != null) {
        ids.add(part.id());
        vector = stored(part.id(), served);
      } else {
        float[] given = part.vector();
        vector = given == null ? embedded.next() : checked(given, dim);
      }
      terms.add(new QueryVector.Term(vector, part.weight() == null ? 1 : part.weight()));
    }
    QueryVector query = QueryVector.of(terms);
    if (!Length.fits(query.vector())) {
      throw Refusal.of(
          "bad_query",
          "What is searched by is over 10^17 long, or not finite; send smaller numbers or weights");
    }
    return query.without(ids);
  }

  private static float[] stored(String id, Served served) {
    return served.vector(id).orElseThrow(() -> ItemRoutes.noItem(id));
  }

  /**
   * Checks a vector that was sent.
   *
   * @throws Refusal if it is of another length, or not finite
   */
  static float[] checked(float[] vector, int dim) {
    if (vector.length != dim) {
      throw Refusal.of(
          "bad_vector",
          String.format(
              Locale.ROOT,
              "The vector has %d numbers; those of this index have %d. Embed with its own network",
              vector.length,
              dim));
    }
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw Refusal.of("bad_vector", "A number of the vector is too large for a float");
      }
    }
    return vector;
  }
}
