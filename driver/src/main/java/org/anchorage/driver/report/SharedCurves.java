/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.List;
import java.util.Map;
import org.anchorage.driver.record.EpochRecord;

/** How several runs went: places for charts with a curve a run, and the same figures as a table. */
final class SharedCurves {

  private static final Map<String, String> TITLES =
      Map.of(
          "recall_at_1", "Recall@1",
          "map_at_r", "MAP@R",
          "r_precision", "R-precision",
          "nmi", "NMI");

  private static final List<String> ORDER =
      List.of("recall_at_1", "map_at_r", "r_precision", "nmi");

  private final List<ComparedRun> runs;
  private final boolean compare;

  /**
   * Shows runs.
   *
   * @param compare whether their metrics were measured on the same images
   */
  SharedCurves(List<ComparedRun> runs, boolean compare) {
    this.runs = runs;
    this.compare = compare;
  }

  void write(Markup page) {
    page.section("curves", "How the runs went");
    List<String> shown = ORDER.stream().filter(this::isKnown).toList();
    if (runs.stream().allMatch(run -> run.epochs().isEmpty())) {
      page.tag("<p class=\"empty\">No epoch has ended yet.</p>").end();
      return;
    }
    if (!compare) {
      page.hint("The metrics of the runs do not compare: they were measured on other images.");
    }
    page.tag("<noscript><p class=\"hint\">The curves need JavaScript; the table below has their");
    page.tag(" figures.</p></noscript><div class=\"charts\">");
    for (String key : shown) {
      chart(page, key, TITLES.getOrDefault(key, key) + " after each epoch that was evaluated");
    }
    chart(page, "active_share", "Active share: tuples that still teach something");
    chart(page, "seconds", "Time in stages, added up");
    page.tag("</div>\n<details><summary>The same as a table</summary>");
    table(page, shown);
    page.tag("</details>").end();
  }

  private boolean isKnown(String key) {
    return runs.stream()
        .flatMap(run -> run.epochs().stream())
        .anyMatch(epoch -> epoch.metrics().containsKey(key));
  }

  private static void chart(Markup page, String key, String title) {
    page.tag("<figure><figcaption>").text(title).tag("</figcaption><div class=\"canvas\">");
    page.tag("<canvas data-curve=\"" + key + "\" role=\"img\" aria-label=\"");
    page.text(title + ", a curve for each run; the table below has the figures");
    page.tag("\"></canvas></div></figure>");
  }

  private void table(Markup page, List<String> keys) {
    page.table("", "Curves").tag("<thead><tr><th scope=\"col\">Run</th>");
    page.tag("<th scope=\"col\">Epoch</th>");
    keys.forEach(
        key -> page.tag("<th scope=\"col\">").text(TITLES.getOrDefault(key, key)).tag("</th>"));
    page.tag("<th scope=\"col\">Active</th><th scope=\"col\">Loss</th></tr></thead><tbody>");
    for (ComparedRun run : runs) {
      for (EpochRecord epoch : run.epochs()) {
        page.tag("<tr><th scope=\"row\">").text(run.name()).tag("</th>");
        page.number(Figures.count(epoch.epoch()));
        keys.forEach(key -> page.number(Figures.percent(epoch.metrics().get(key))));
        page.number(Figures.percent(epoch.activeShare()));
        page.number(Figures.decimal(epoch.loss(), 4)).tag("</tr>");
      }
    }
    page.endTable();
  }
}
