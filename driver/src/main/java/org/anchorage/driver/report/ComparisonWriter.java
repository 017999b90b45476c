/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.report.views.Views;

/**
 * Writes several runs side by side as one HTML page that needs no network.
 *
 * <p>Thread-safe.
 */
public final class ComparisonWriter {

  private ComparisonWriter() {}

  /** Returns the page, to be stored as UTF-8. Sections without data say so. */
  public static String html(ComparisonData report) {
    PageData data = new PageData();
    // Runs with pictures come first, so that they have the numbers that the pictures name.
    List<ComparedRun> runs = new ArrayList<>(report.runs());
    runs.sort((one, other) -> Boolean.compare(one.views() == null, other.views() == null));
    runs.forEach(run -> data.run(run.name(), run.epochs(), run.views()));
    data.points(report.views());
    return Page.html(report.title(), data, report.codeVersion(), page -> body(page, report));
  }

  private static void body(Markup page, ComparisonData report) {
    page.tag("<header><p class=\"brand\">Anchorage comparison of runs</p><h1>");
    page.text(report.title()).tag("</h1><dl class=\"facts\">");
    Page.fact(page, "Created", report.created());
    Page.fact(page, "Code version", report.codeVersion());
    page.tag("</dl></header>\n");
    leftOut(page, report.leftOut());
    runs(page, report.runs());
    List<Metric> metrics = metrics(page, report);
    new DifferingSettings(report.runs()).write(page);
    new SharedCurves(report.runs(), report.metricsCompare()).write(page);
    Views views = report.views();
    if (views == null) {
      page.section("picture", "The embeddings in two dimensions");
      page.tag("<p class=\"empty\">No run has a checkpoint to look at.</p>").end();
    } else {
      List<NamedViews> named = report.named();
      ReportWriter.sample(page, views);
      new Maps(views, named).write(page);
      new SharedQueries(named).write(page);
      new ClassTable(named).write(page);
      new DistanceCharts(named).write(page);
    }
    ReportWriter.meanings(page, metrics);
  }

  private static void leftOut(Markup page, List<ComparisonData.LeftOut> leftOut) {
    if (leftOut.isEmpty()) {
      return;
    }
    page.section("left-out", "Runs that are not here").tag("<dl class=\"meanings\">");
    for (ComparisonData.LeftOut run : leftOut) {
      page.tag("<dt>").text(run.location()).tag("</dt><dd>").text(run.reason()).tag("</dd>");
    }
    page.tag("</dl>").end();
  }

  private static void runs(Markup page, List<ComparedRun> runs) {
    page.section("runs", "The runs");
    page.table("", "The runs")
        .heads("Run", "Loss", "Epochs", "Images seen", "Time in stages", "Where");
    page.tag("<tbody>");
    for (ComparedRun run : runs) {
      List<EpochRecord> epochs = run.epochs();
      page.tag("<tr><th scope=\"row\">").text(run.name()).tag("</th>");
      page.cell(run.settings().getOrDefault("loss.name", "–"));
      if (epochs.isEmpty()) {
        page.number("–").number("–").number("–");
      } else {
        EpochRecord last = epochs.get(epochs.size() - 1);
        page.number(Figures.count(last.epoch()));
        page.number(Figures.count(last.images()));
        page.number(Figures.minutes(epochs));
      }
      page.cell(run.location()).tag("</tr>");
    }
    page.endTable().end();
  }

  private static List<Metric> metrics(Markup page, ComparisonData report) {
    List<ComparedRun> runs = report.runs();
    boolean compare = report.metricsCompare();
    List<Map<String, Double>> figures = new ArrayList<>();
    Set<String> keys = new LinkedHashSet<>();
    for (ComparedRun run : runs) {
      Headline headline = new Headline(run.epochs(), run.settings());
      Map<String, Double> newest =
          headline.after().isEmpty() ? headline.before() : headline.after();
      figures.add(newest);
      keys.addAll(newest.keySet());
    }
    List<Metric> metrics = Metric.of(keys);
    page.section("headline", "Metrics");
    if (metrics.isEmpty()) {
      page.tag("<p class=\"empty\">Nothing has been evaluated yet.</p>").end();
      return metrics;
    }
    page.hint(
        "Of each run after the last epoch that it evaluated. "
            + (compare ? "★ marks the best." : apart(runs)));
    page.table("", "Metrics").tag("<thead><tr><th scope=\"col\">Metric</th>");
    runs.forEach(run -> page.tag("<th scope=\"col\">").text(run.name()).tag("</th>"));
    page.tag("</tr></thead><tbody>");
    for (Metric metric : metrics) {
      page.tag("<tr><th scope=\"row\">").text(metric.label()).tag("</th>");
      double[] values =
          figures.stream().mapToDouble(all -> all.getOrDefault(metric.key(), Double.NaN)).toArray();
      new BestCells(values, compare ? metric.better() : Metric.Better.NEITHER)
          .write(page, Figures::percent);
      page.tag("</tr>");
    }
    page.endTable().end();
    return metrics;
  }

  /** Says why metrics do not compare. */
  private static String apart(List<ComparedRun> runs) {
    StringBuilder text =
        new StringBuilder(
            "They were measured while training, on other images or by other rules, so none is"
                + " marked as the best. Recall by class below is of the same images. Measured:");
    for (int i = 0; i < runs.size(); i++) {
      ComparedRun run = runs.get(i);
      text.append(i == 0 ? " " : "; ").append(run.name()).append(" on ");
      text.append(run.measured().written());
    }
    return text.append('.').toString();
  }
}
