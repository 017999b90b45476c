/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.List;
import java.util.Map;
import org.anchorage.driver.record.EpochRecord;

/**
 * Writes a report as one HTML page that needs no network: style, scripts and images are in it, and
 * its content security policy lets nothing else run or load.
 *
 * <p>Thread-safe.
 */
public final class ReportWriter {

  private ReportWriter() {}

  /** Returns the page, to be stored as UTF-8. Sections without data say so. */
  public static String html(ReportData report) {
    String charts = Resources.charts();
    String script = Resources.script();
    Markup page = new Markup();
    page.tag("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.tag("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    page.tag("img-src data:; style-src 'unsafe-inline'; script-src ");
    page.tag(Resources.hash(charts) + " " + Resources.hash(script) + "\">\n");
    page.tag("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.tag("<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    page.text(report.title()).tag("</title>\n<style>\n");
    page.tag(Resources.style()).tag("</style>\n</head>\n<body>\n<main>\n");
    body(page, report);
    page.tag("</main>\n<script type=\"application/json\" id=\"data\">");
    page.tag(ChartData.json(report)).tag("</script>\n<script>");
    page.tag(charts).tag("</script>\n<script>").tag(script).tag("</script>\n</body>\n</html>\n");
    return page.toString();
  }

  private static void body(Markup page, ReportData report) {
    Headline headline = new Headline(report.epochs(), report.settings());
    header(page, report);
    headline.write(page);
    new Curves(report.epochs()).write(page);
    new MiningTable(report.epochs()).write(page);
    picture(page, report);
    new Gallery(report.gallery()).write(page);
    settings(page, report.settings());
    meanings(page, headline.metrics());
    page.tag("<footer>Made by Anchorage ").text(report.codeVersion());
    page.tag(". Charts by Chart.js ").text(Resources.chartsVersion());
    page.tag(" (MIT licence; its text is in the source of this page).</footer>\n");
  }

  private static void header(Markup page, ReportData report) {
    page.tag("<header><p class=\"brand\">Anchorage run report</p><h1>").text(report.title());
    page.tag("</h1><dl class=\"facts\">");
    fact(page, "Run", report.location());
    fact(page, "Created", report.created());
    fact(page, "Code version", report.codeVersion());
    if (!report.epochs().isEmpty()) {
      EpochRecord last = report.epochs().get(report.epochs().size() - 1);
      double seconds =
          report.epochs().stream()
              .flatMap(epoch -> epoch.seconds().values().stream())
              .mapToDouble(Double::doubleValue)
              .sum();
      fact(page, "Epochs", Figures.count(last.epoch()));
      fact(page, "Images seen", Figures.count(last.images()));
      fact(page, "Time in stages", Figures.decimal(seconds / 60, 1) + " min");
    }
    page.tag("</dl></header>\n");
  }

  private static void fact(Markup page, String name, String value) {
    page.tag("<div><dt>").text(name).tag("</dt><dd>").text(value).tag("</dd></div>");
  }

  private static void picture(Markup page, ReportData report) {
    page.section("picture", "The embedding in two dimensions");
    Picture picture = report.picture();
    if (picture == null || picture.points().isEmpty()) {
      page.tag("<p class=\"empty\">No picture was drawn.</p>").end();
      return;
    }
    page.hint(
        Figures.count(picture.points().size())
            + " images of "
            + Figures.count(picture.classNames().size())
            + " classes, along the two directions in which they differ most. These hold "
            + Figures.percent(picture.firstExplained() + picture.secondExplained())
            + " of the variance, so classes that overlap here may well be apart in the other"
            + " dimensions.");
    page.tag("<div class=\"canvas tall\"><canvas id=\"chart-picture\" role=\"img\" aria-label=\"");
    page.text("Scatter of images by class along the first two principal components");
    page.tag("\"></canvas></div>").end();
  }

  private static void settings(Markup page, Map<String, String> settings) {
    page.section("settings", "Settings");
    if (settings.isEmpty()) {
      page.tag("<p class=\"empty\">None were recorded.</p>").end();
      return;
    }
    page.tag("<details><summary>All ").text(Figures.count(settings.size()));
    page.tag(" settings</summary><div class=\"scroll\" tabindex=\"0\"><table class=\"settings\">");
    page.heads("Key", "Value").tag("<tbody>");
    settings.forEach((key, value) -> page.tag("<tr>").cell(key).cell(value).tag("</tr>"));
    page.tag("</tbody></table></div></details>").end();
  }

  private static void meanings(Markup page, List<Metric> metrics) {
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
