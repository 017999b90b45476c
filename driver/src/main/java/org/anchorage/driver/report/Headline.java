/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.anchorage.core.config.EvaluateSettings;
import org.anchorage.driver.record.EpochRecord;

/** The gain of training: the metrics before and after it. */
final class Headline {

  private static final List<String> TILES =
      List.of("recall_at_1", "map_at_r", "r_precision", "nmi");

  private final Optional<EpochRecord> untrained;
  private final Optional<EpochRecord> trained;

  private final boolean loneCount;

  /** Shows the epochs of a run with these settings, by key. */
  Headline(List<EpochRecord> epochs, Map<String, String> settings) {
    this.loneCount = "as-zero".equals(settings.get(EvaluateSettings.LONE_QUERIES.path()));
    List<EpochRecord> evaluated = epochs.stream().filter(e -> !e.metrics().isEmpty()).toList();
    this.untrained = evaluated.stream().filter(e -> e.epoch() == 0).findFirst();
    this.trained = evaluated.stream().filter(e -> e.epoch() > 0).reduce((one, next) -> next);
  }

  /** Returns the metrics that were measured, in the order of a table. */
  List<Metric> metrics() {
    Set<String> keys = new LinkedHashSet<>();
    untrained.ifPresent(e -> keys.addAll(e.metrics().keySet()));
    trained.ifPresent(e -> keys.addAll(e.metrics().keySet()));
    return Metric.of(keys);
  }

  void write(Markup page) {
    page.section("headline", "What training was worth");
    List<Metric> metrics = metrics();
    if (metrics.isEmpty()) {
      page.tag("<p class=\"empty\">Nothing has been evaluated yet.</p>").end();
      return;
    }
    page.tag("<div class=\"tiles\">");
    metrics.stream().filter(m -> TILES.contains(m.key())).forEach(m -> tile(page, m));
    page.tag("</div>\n<div class=\"scroll\" tabindex=\"0\"><table>");
    page.heads("Metric", "Untrained", "Trained", "Change, points");
    page.tag("<tbody>");
    for (Metric metric : metrics) {
      page.tag("<tr><th scope=\"row\">").text(metric.label()).tag("</th>");
      page.number(Figures.percent(before().get(metric.key())));
      page.number(Figures.percent(after().get(metric.key())));
      page.number(Figures.points(before().get(metric.key()), after().get(metric.key())));
      page.tag("</tr>");
    }
    page.tag("</tbody></table></div>\n");
    page.hint(protocol());
    page.end();
  }

  private void tile(Markup page, Metric metric) {
    Double before = before().get(metric.key());
    Double after = after().get(metric.key());
    page.tag("<div class=\"tile\"><div class=\"label\">").text(metric.label());
    page.tag("</div><div class=\"value\">").text(Figures.percent(after == null ? before : after));
    page.tag("</div><div class=\"was\">");
    if (after == null) {
      page.text("untrained");
    } else if (before != null) {
      page.text("untrained " + Figures.percent(before) + ", ");
      page.tag("<b>").text(Figures.points(before, after)).tag("</b> points");
    }
    page.tag("</div></div>");
  }

  private String protocol() {
    StringBuilder text = new StringBuilder();
    trained.ifPresent(e -> text.append("Trained: after epoch ").append(e.epoch()).append(". "));
    Map<String, Double> newest = trained.isPresent() ? after() : before();
    Double queries = newest.get("queries");
    if (queries != null) {
      text.append(Figures.decimal(queries, 0)).append(" queries, each against ");
      Double gallery = newest.get("gallery_items");
      text.append(
          gallery == null ? "all other images" : Figures.decimal(gallery, 0) + " gallery images");
      // Older runs name the metric "excluded".
      Double lone = newest.getOrDefault("lone_queries", newest.get("excluded"));
      if (lone != null && lone > 0) {
        text.append("; ")
            .append(Figures.decimal(lone, 0))
            .append(
                loneCount
                    ? " of them count as 0, because each is the only image of its class"
                    : " more are left out, because each is the only image of its class");
      }
      text.append('.');
    }
    return text.toString();
  }

  /** Returns the metrics of the untrained network; empty if it was not evaluated. */
  Map<String, Double> before() {
    return untrained.map(EpochRecord::metrics).orElse(Map.of());
  }

  /** Returns the metrics after the last epoch that was evaluated; empty if none was. */
  Map<String, Double> after() {
    return trained.map(EpochRecord::metrics).orElse(Map.of());
  }
}
