/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.List;
import org.anchorage.driver.report.views.Answer;
import org.anchorage.driver.report.views.ConfusedPair;
import org.anchorage.driver.report.views.RunViews;

/** Queries beside their nearest neighbours: first those that fail, then some that were drawn. */
final class Gallery {

  private static final String MARKS =
      " ✓ and a solid green frame: the query's class; ✗ and a dashed red frame: another.";

  private final RunViews views;

  Gallery(RunViews views) {
    this.views = views;
  }

  void write(Markup page) {
    page.section("misses", "What is not found");
    page.hint(
        Figures.count(views.queries() - views.hits())
            + " of "
            + Figures.count(views.queries())
            + " queries find an image of another class first (Recall@1 "
            + Figures.percent((double) views.hits() / views.queries())
            + " of the images looked at). Under an image is its Euclidean distance from the query."
            + MARKS
            + " The last picture of a row is the first right answer, with its place in the ranking.");
    rows(page, "Found last", views.foundLast(), "Misses whose first right answer comes last.");
    rows(
        page,
        "Surest mistakes",
        views.surest(),
        "Misses whose wrong answer is nearest: often duplicates, or images with a wrong label.");
    page.end();
    pairs(page);
  }

  private static void rows(Markup page, String title, List<Answer> answers, String hint) {
    page.tag("<h3>").text(title).tag("</h3>\n");
    if (answers.isEmpty()) {
      page.tag("<p class=\"empty\">None.</p>");
      return;
    }
    page.hint(hint).tag("<div class=\"gallery\">");
    answers.forEach(answer -> new AnswerRow(answer).write(page));
    page.tag("</div>");
  }

  private void pairs(Markup page) {
    page.section("confused", "Classes that are confused");
    if (views.confused().isEmpty()) {
      page.tag("<p class=\"empty\">No query finds another class first.</p>").end();
      return;
    }
    page.hint(
        "Pairs of classes with most misses between them, and the nearest of these: a query, and"
            + " beside it what it found first.");
    page.tag("<div class=\"pairs\">");
    for (ConfusedPair pair : views.confused()) {
      page.tag("<div class=\"pair\"><h3>").text(pair.one() + " and " + pair.other());
      page.tag("</h3><p class=\"hint\">");
      page.text(finds(pair.otherForOne(), pair.one(), pair.other()) + ", ");
      page.text(finds(pair.oneForOther(), pair.other(), pair.one()) + ".");
      page.tag("</p><div class=\"examples\">");
      for (Answer example : pair.examples()) {
        page.tag("<div class=\"example\">");
        AnswerRow.query(page, example.query());
        new AnswerRow(example).hits(page);
        page.tag("</div>");
      }
      page.tag("</div></div>\n");
    }
    page.tag("</div>").end();
  }

  private static String finds(int count, String query, String found) {
    return Figures.count(count) + " of " + query + " found " + found + " first";
  }

  /** Writes the queries that were drawn. */
  void drawn(Markup page) {
    page.section("gallery", "What is found");
    List<Answer> rows = views.drawn();
    long shown = rows.stream().mapToLong(row -> row.hits().size()).sum();
    long right =
        rows.stream().mapToLong(row -> row.hits().stream().filter(row::isRight).count()).sum();
    page.hint(
        "Queries that were drawn, and their nearest neighbours, nearest first, with the Euclidean"
            + " distance."
            + MARKS
            + " "
            + Figures.count(right)
            + " of the "
            + Figures.count(shown)
            + " nearest are right.");
    page.tag("<div class=\"gallery\">");
    rows.forEach(row -> new AnswerRow(row).write(page));
    page.tag("</div>").end();
  }
}
