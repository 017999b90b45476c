/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.anchorage.core.config.EvaluateSettings.LoneQueries;
import org.anchorage.core.metrics.RetrievalProtocol;
import org.anchorage.core.metrics.RetrievalResult;
import org.anchorage.core.metrics.RetrievalTally;
import org.anchorage.core.vectors.Ranks;
import org.anchorage.driver.conformance.Outcome.Verdict;

/** Checks reference galleries, in a row each: the means, every query's figures, the ten nearest. */
final class RetrievalCases {

  private static final double TOLERANCE = 1e-9;

  private RetrievalCases() {}

  static List<Outcome> check(ReferenceFile file, JsonNode stored) {
    ReferenceGallery gallery = ReferenceGallery.of(stored);
    List<Integer> ks = new ArrayList<>();
    file.root().get("ks").forEach(k -> ks.add(k.intValue()));
    RetrievalProtocol protocol = gallery.protocol(ks);
    int queries = protocol.queries();
    RetrievalTally ranked = protocol.tally(0, gallery.ranks(protocol, 0, queries));
    // Figures that need no whole ranking are also computed from the nearest, as a search does it.
    RetrievalTally found = protocol.tally(0, gallery.neighbours(Math.max(1, protocol.neededK())));
    String id = stored.get("id").textValue();
    JsonNode expected = stored.get("expected");
    List<Outcome> outcomes = new ArrayList<>();
    for (Iterator<String> keys = expected.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      JsonNode figures = expected.get(key);
      String name = id + "/" + key;
      switch (key) {
        case "num_queries" -> outcomes.add(number(file, name, figures, queries));
        case "num_lone_queries" -> {
          double lone = ranked.result(LoneQueries.AS_ZERO).loneQueries();
          outcomes.add(number(file, name, figures, lone));
        }
        case "lone_excluded" -> {
          outcomes.add(means(file, name, figures, ranked::result, Whole.RANKED));
          outcomes.add(means(file, name + "/nearest", figures, found::result, Whole.NOT_RANKED));
        }
        case "lone_as_zero" ->
            outcomes.add(
                means(file, name, figures, () -> ranked.result(LoneQueries.AS_ZERO), Whole.RANKED));
        case "class_average_lone_excluded" ->
            outcomes.add(means(file, name, figures, ranked::classAverage, Whole.RANKED));
        case "per_query" -> outcomes.add(perQuery(file, name, figures, gallery, protocol));
        case "neighbors_top_10" -> outcomes.add(nearest(file, name, figures, gallery));
        default ->
            outcomes.add(
                new Outcome(
                    file.name(), name, "retrieval", "", "no such figure", 0, Verdict.UNKNOWN));
      }
    }
    return outcomes;
  }

  /** Whether there is a rank of every relevant item, which MAP and MRR need. */
  private enum Whole {
    RANKED,
    NOT_RANKED
  }

  private static Outcome means(
      ReferenceFile file,
      String name,
      JsonNode figures,
      Supplier<RetrievalResult> measured,
      Whole whole) {
    Comparison comparison = new Comparison();
    if (figures.get("precision_at_1").isNull()) {
      // Without queries there is no mean: the source gives none, and ours refuses.
      try {
        return new Outcome(
            file.name(), name, "retrieval", "none", measured.get().toString(), 0, Verdict.OFF);
      } catch (IllegalStateException e) {
        return new Outcome(file.name(), name, "retrieval", "none", "refused", 0, Verdict.EQUAL);
      }
    }
    RetrievalResult result = measured.get();
    for (Iterator<String> keys = figures.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      JsonNode figure = figures.get(key);
      switch (key) {
        case "precision_at_1" -> near(comparison, key, figure, result.precisionAt1());
        case "r_precision" -> near(comparison, key, figure, result.rPrecision());
        case "map_at_r" -> near(comparison, key, figure, result.mapAtR());
        case "map", "mrr" -> {
          if (whole == Whole.RANKED) {
            near(comparison, key, figure, key.equals("map") ? result.map() : result.mrr());
          }
        }
        case "recall_at_k" ->
            figure
                .fields()
                .forEachRemaining(
                    at ->
                        near(
                            comparison,
                            key + " " + at.getKey(),
                            at.getValue(),
                            result.recallAt(Integer.parseInt(at.getKey()))));
        default ->
            comparison.number(key + " (no such figure)", figure.doubleValue(), Double.NaN, 1);
      }
    }
    return comparison.outcome(file.name(), name, "retrieval");
  }

  private static Outcome perQuery(
      ReferenceFile file,
      String name,
      JsonNode figures,
      ReferenceGallery gallery,
      RetrievalProtocol protocol) {
    Comparison comparison = new Comparison();
    for (int query = 0; query < protocol.queries(); query++) {
      int relevant = figures.get("num_relevant").get(query).intValue();
      comparison.number("relevant", relevant, protocol.relevant(query).length, 0.5);
      Ranks ranks = gallery.ranks(protocol, query, query + 1);
      if (relevant > 0 && ranks.ranks().length > 0) {
        RetrievalResult result = protocol.tally(query, ranks).result();
        near(comparison, figures, "first_hit_rank", query, ranks.ranks()[0]);
        near(comparison, figures, "r_precision", query, result.rPrecision());
        near(comparison, figures, "ap_at_r", query, result.mapAtR());
        near(comparison, figures, "ap", query, result.map());
        near(comparison, figures, "reciprocal_rank", query, result.mrr());
      }
    }
    return comparison.outcome(file.name(), name, "retrieval");
  }

  private static Outcome nearest(
      ReferenceFile file, String name, JsonNode figures, ReferenceGallery gallery) {
    int apart = 0;
    for (int query = 0; query < figures.size(); query++) {
      int[] wanted = ReferenceBatch.wholes(figures.get(query));
      int[] order = gallery.order(query);
      if (!Arrays.equals(wanted, Arrays.copyOf(order, Math.min(10, order.length)))) {
        apart++;
      }
    }
    return new Outcome(
        file.name(),
        name,
        "retrieval",
        figures.size() + " queries",
        figures.size() - apart + " in order",
        apart,
        apart == 0 ? Verdict.EQUAL : Verdict.OFF);
  }

  private static Outcome number(ReferenceFile file, String name, JsonNode wanted, double got) {
    Comparison comparison = new Comparison();
    comparison.number("count", wanted.doubleValue(), got, 0.5);
    return comparison.outcome(file.name(), name, "retrieval");
  }

  private static void near(Comparison comparison, String name, JsonNode wanted, double got) {
    comparison.number(name, wanted.doubleValue(), got, TOLERANCE);
  }

  private static void near(
      Comparison comparison, JsonNode figures, String key, int query, double got) {
    comparison.number(key, figures.get(key).get(query).doubleValue(), got, TOLERANCE);
  }
}
