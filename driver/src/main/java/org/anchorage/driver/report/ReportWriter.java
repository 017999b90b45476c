/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.List;
import java.util.Map;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.report.views.RunViews;
import org.anchorage.driver.report.views.Views;

/**
 * Writes a report as one HTML page that needs no network.
 *
 * <p>Thread-safe.
 */
public final class ReportWriter {

  private static final String NAME = "run";

  private ReportWriter() {}

  /** Returns the page, to be stored as UTF-8. Sections without data say so. */
  public static String html(ReportData report) {
    Views views = report.views();
    PageData data =
        new PageData()
            .run(NAME, report.epochs(), views == null ? null : views.runs().get(0))
            .points(views);
    return Page.html(report.title(), data, report.codeVersion(), page -> body(page, report));
  }

  private static void body(Markup page, ReportData report) {
    Headline headline = new Headline(report.epochs(), report.settings());
    header(page, report);
    headline.write(page);
    new Curves(report.epochs()).write(page);
    views(page, report);
    new MiningTable(report.epochs()).write(page);
    settings(page, report.settings());
    meanings(page, headline.metrics());
  }

  private static void header(Markup page, ReportData report) {
    page.tag("<header><p class=\"brand\">Anchorage run report</p><h1>").text(report.title());
    page.tag("</h1><dl class=\"facts\">");
    Page.fact(page, "Run", report.location());
    Page.fact(page, "Created", report.created());
    Page.fact(page, "Code version", report.codeVersion());
    if (!report.epochs().isEmpty()) {
      EpochRecord last = report.epochs().get(report.epochs().size() - 1);
      Page.fact(page, "Epochs", Figures.count(last.epoch()));
      Page.fact(page, "Images seen", Figures.count(last.images()));
      Page.fact(page, "Time in stages", Figures.minutes(report.epochs()));
    }
    page.tag("</dl></header>\n");
  }

  private static void views(Markup page, ReportData report) {
    Views views = report.views();
    if (views == null) {
      page.section("picture", "The embedding in two dimensions");
      page.tag("<p class=\"empty\">").text("There are no pictures: " + report.noViews() + ".");
      page.tag("</p>").end();
      return;
    }
    RunViews run = views.runs().get(0);
    List<NamedViews> named = List.of(new NamedViews(NAME, run));
    sample(page, views);
    Gallery gallery = new Gallery(run);
    new Maps(views, named).write(page);
    gallery.write(page);
    new ClassTable(named).write(page);
    new DistanceCharts(named).write(page);
    gallery.drawn(page);
  }

  /** Says which images the sections below show. */
  static void sample(Markup page, Views views) {
    if (views.images() < views.evaluated()) {
      page.hint(
          "The sections below look at "
              + Figures.count(views.images())
              + " of the "
              + Figures.count(views.evaluated())
              + " evaluated images. Among fewer images it is easier to find the right one, so their"
              + " recall is higher than the metrics above.");
    }
    if (views.lone() > 0) {
      page.hint(
          Figures.count(views.lone())
              + " queries are left out below, because each is the only image of its class.");
    }
  }

  private static void settings(Markup page, Map<String, String> settings) {
    page.section("settings", "Settings");
    if (settings.isEmpty()) {
      page.tag("<p class=\"empty\">None were recorded.</p>").end();
      return;
    }
    page.tag("<details><summary>All ").text(Figures.count(settings.size()));
    page.tag(" settings</summary>").table("settings", "Settings");
    page.heads("Key", "Value").tag("<tbody>");
    settings.forEach((key, value) -> page.tag("<tr>").cell(key).cell(value).tag("</tr>"));
    page.endTable().tag("</details>").end();
  }

  static void meanings(Markup page, List<Metric> metrics) {
    page.section("meanings", "What the figures mean").tag("<dl class=\"meanings\">");
    for (Metric metric : metrics) {
      if (!metric.meaning().isEmpty()) {
        meaning(page, metric.label(), metric.meaning());
      }
    }
    meaning(page, "Loss", "What training minimises; compare it only within one loss and margin.");
    meaning(
        page,
        "Active share",
        "Share of the loss's pairs or triplets that are not yet satisfied; near 0% there is little"
            + " left to learn from, so mine harder examples.");
    meaning(
        page,
        "Confusable pairs",
        "Pairs of classes that the network mixes up; they teach most when they meet in one batch.");
    page.tag("</dl>").end();
  }

  private static void meaning(Markup page, String name, String meaning) {
    page.tag("<dt>").text(name).tag("</dt><dd>").text(meaning).tag("</dd>");
  }
}
