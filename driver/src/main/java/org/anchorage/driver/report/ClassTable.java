/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.driver.report.views.ClassRecall;

/** Recall by class, the worst first, of one run or of several. The script makes it sortable. */
final class ClassTable {

  /** Most rows: more make a page slow, and nobody reads them. */
  private static final int ROWS = 1_000;

  private final List<NamedViews> runs;

  ClassTable(List<NamedViews> runs) {
    this.runs = runs;
  }

  void write(Markup page) {
    page.section("classes", "Recall by class");
    int classes = runs.get(0).views().classes().size();
    page.hint(
        "Recall@1 of the queries of each class, the lowest first. "
            + (classes > ROWS
                ? "The table has the first "
                    + Figures.count(ROWS)
                    + " of "
                    + Figures.count(classes)
                    + " classes. "
                : "")
            + "A click on a head sorts by its column.");
    page.table("sortable", "Recall by class");
    if (runs.size() == 1) {
      one(page, runs.get(0).views().classes());
    } else {
      several(page);
    }
    page.endTable().end();
  }

  private static void one(Markup page, List<ClassRecall> classes) {
    page.heads("Class", "Queries", "Recall@1", "Rank of the first right, median", "Found instead");
    page.tag("<tbody>");
    for (ClassRecall row : classes.subList(0, Math.min(ROWS, classes.size()))) {
      page.tag("<tr><th scope=\"row\">").text(row.className()).tag("</th>");
      page.number(Figures.count(row.queries()), row.queries());
      page.number(Figures.percent(row.recall()), row.recall());
      page.number(Figures.count(row.medianRank()), row.medianRank());
      String instead =
          row.confused() == 0
              ? "–"
              : row.confusedWith() + " (" + Figures.count(row.confused()) + ")";
      page.cell(instead).tag("</tr>");
    }
  }

  private void several(Markup page) {
    List<String> heads = new ArrayList<>(List.of("Class", "Queries"));
    runs.forEach(run -> heads.add(run.name()));
    page.heads(heads.toArray(String[]::new)).tag("<tbody>");
    Map<String, double[]> recalls = new HashMap<>();
    for (int run = 0; run < runs.size(); run++) {
      for (ClassRecall row : runs.get(run).views().classes()) {
        recalls.computeIfAbsent(row.className(), name -> new double[runs.size()])[run] =
            row.recall();
      }
    }
    // All runs are asked the same, so that each has the same classes and queries.
    List<ClassRecall> rows = new ArrayList<>(runs.get(0).views().classes());
    rows.sort(Comparator.comparingDouble(row -> sum(of(recalls, row))));
    for (ClassRecall row : rows.subList(0, Math.min(ROWS, rows.size()))) {
      page.tag("<tr><th scope=\"row\">").text(row.className()).tag("</th>");
      page.number(Figures.count(row.queries()), row.queries());
      new BestCells(of(recalls, row), Metric.Better.HIGHER).write(page, Figures::percent);
      page.tag("</tr>");
    }
  }

  private static double[] of(Map<String, double[]> recalls, ClassRecall row) {
    return recalls.getOrDefault(row.className(), new double[0]);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
