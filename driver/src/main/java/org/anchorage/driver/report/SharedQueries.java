/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.List;
import org.anchorage.driver.report.views.Answer;

/** The same queries, and what each run finds. */
final class SharedQueries {

  private final List<NamedViews> runs;

  SharedQueries(List<NamedViews> runs) {
    this.runs = runs;
  }

  void write(Markup page) {
    page.section("queries", "The same queries, answered by each run");
    page.hint(
        "First queries that a run answers worst, then some that were drawn. Neighbours are nearest"
            + " first, with the Euclidean distance, which does not compare between runs. ✓ and a solid"
            + " green frame: the query's class; ✗ and a dashed red frame: another. A sixth picture is"
            + " the first right answer, with its place in the ranking.");
    page.tag("<div class=\"gallery\">");
    for (int query = 0; query < runs.get(0).views().drawn().size(); query++) {
      page.tag("<div class=\"query\">");
      AnswerRow.query(page, runs.get(0).views().drawn().get(query).query());
      page.tag("<div>");
      for (NamedViews run : runs) {
        Answer answer = run.views().drawn().get(query);
        page.tag("<h3>").text(run.name()).tag("</h3><div class=\"hits\">");
        new AnswerRow(answer).hits(page);
        page.tag("</div>");
      }
      page.tag("</div></div>\n");
    }
    page.tag("</div>").end();
  }
}
