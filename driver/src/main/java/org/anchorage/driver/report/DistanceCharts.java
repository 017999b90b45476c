/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.List;
import org.anchorage.driver.report.views.DistanceHistogram;

/** Distances of pairs of images of a class and of two classes: places for charts, and tables. */
final class DistanceCharts {

  private final List<NamedViews> runs;

  DistanceCharts(List<NamedViews> runs) {
    this.runs = runs;
  }

  void write(Markup page) {
    page.section("distances", "Distances of pairs");
    page.hint(
        "Euclidean distances of all pairs among at most 2,000 images. The less the two hills overlap,"
            + " the better one threshold tells the same from the different.");
    page.tag("<div class=\"charts\">");
    for (int run = 0; run < runs.size(); run++) {
      DistanceHistogram distances = runs.get(run).views().distances();
      String title =
          (runs.size() == 1 ? "Median distance" : runs.get(run).name() + ": median distance")
              + " in a class "
              + Figures.decimal(distances.sameMedian(), 3)
              + ", of two classes "
              + Figures.decimal(distances.differentMedian(), 3);
      page.tag("<figure><figcaption>").text(title).tag("</figcaption><div class=\"canvas\">");
      page.tag("<canvas data-distances=\"" + run + "\" role=\"img\" aria-label=\"");
      page.text(title + "; the table below has the figures").tag("\"></canvas></div></figure>");
    }
    page.tag("</div>\n<details><summary>The same as a table</summary>");
    for (NamedViews run : runs) {
      table(page, run);
    }
    page.tag("</details>").end();
  }

  private static void table(Markup page, NamedViews run) {
    DistanceHistogram distances = run.views().distances();
    page.table("bins", "Distances, " + run.name());
    page.tag("<caption>").text(run.name()).tag("</caption>");
    page.heads("Distance up to", "Pairs of a class", "Pairs of two classes").tag("<tbody>");
    for (int bin = 0; bin < DistanceHistogram.BINS; bin++) {
      double to = distances.most() * (bin + 1) / DistanceHistogram.BINS;
      page.tag("<tr><th scope=\"row\">").text(Figures.decimal(to, 3)).tag("</th>");
      page.number(Figures.count(distances.same().get(bin)));
      page.number(Figures.count(distances.different().get(bin))).tag("</tr>");
    }
    page.endTable();
  }
}
