/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Build;
import org.anchorage.driver.index.Thresholds;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Draws what was measured of an index's distances: one HTML page that needs no network. */
public final class CalibrationWriter {

  private CalibrationWriter() {}

  /**
   * Writes the page; one that is there is replaced.
   *
   * @param index where the index lies
   * @param to a file
   * @throws ArtifactException if it cannot be written
   */
  public static void write(String index, Thresholds measured, Path to, Configuration hadoop) {
    PageFile.write(html(index, measured), to, hadoop);
  }

  static String html(String index, Thresholds measured) {
    return Page.html(
        "Distances of " + index,
        new PageData().calibration(measured),
        Build.current().written(),
        page -> body(page, index, measured));
  }

  private static void body(Markup page, String index, Thresholds measured) {
    Thresholds.Origin origin = measured.origin();
    page.tag("<header><p class=\"brand\">Anchorage calibration</p><h1>");
    page.text(index).tag("</h1><dl class=\"facts\">");
    Page.fact(page, "Same pairs", Figures.count(origin.same()));
    Page.fact(page, "Different pairs", Figures.count(origin.different()));
    Page.fact(page, "Area under ROC", Figures.decimal(measured.area(), 4));
    measured
        .best()
        .ifPresent(best -> Page.fact(page, "Best F1 within", Figures.decimal(best.distance(), 4)));
    page.tag("</dl></header>\n");
    page.section("precision", "What a distance says");
    page.hint(meaning(origin));
    page.tag("<noscript><p class=\"hint\">The curves need JavaScript; the table below has their");
    page.tag(" figures.</p></noscript><div class=\"charts\">");
    chart(page, "distance", "Precision, recall and F1 of pairs within a distance");
    chart(page, "precision", "Precision by recall");
    chart(page, "roc", "ROC: true by false positives");
    page.tag("</div>\n<details><summary>The same as a table</summary>");
    table(page, measured);
    page.tag("</details>").end();
  }

  private static String meaning(Thresholds.Origin origin) {
    return origin.pairs().equals(Thresholds.RESULTS)
        ? "Pairs are items with their "
            + origin.nearest()
            + " nearest: precision is the share of results within the distance that are of the"
            + " query's class. The ROC curve is that of pairs drawn at random."
        : "Pairs were given. Precision holds where "
            + Figures.percent(origin.sameShare())
            + " of the pairs that are compared are the same.";
  }

  private static void chart(Markup page, String key, String title) {
    page.tag("<figure><figcaption>").text(title).tag("</figcaption><div class=\"canvas\">");
    page.tag("<canvas data-calibration=\"" + key + "\" role=\"img\" aria-label=\"");
    page.text(title + "; the table below has the figures").tag("\"></canvas></div></figure>");
  }

  private static void table(Markup page, Thresholds measured) {
    page.table("sortable", "Precision and recall by distance");
    page.heads("Distance up to", "Precision", "Recall", "F1", "False positives").tag("<tbody>");
    for (Thresholds.Point at : measured.points()) {
      page.tag("<tr><th scope=\"row\">").text(Figures.decimal(at.distance(), 4)).tag("</th>");
      page.number(Figures.percent(at.precision()), at.precision());
      page.number(Figures.percent(at.recall()), at.recall());
      page.number(Figures.decimal(at.f1(), 3), at.f1());
      page.number(Figures.percent(at.falsePositiveRate()), at.falsePositiveRate());
      page.tag("</tr>");
    }
    page.endTable();
  }
}
