/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import org.anchorage.driver.report.views.Answer;
import org.anchorage.driver.report.views.Shot;

/** A query beside what it finds, right and wrong marked by frame, sign and word. */
final class AnswerRow {

  private final Answer answer;

  AnswerRow(Answer answer) {
    this.answer = answer;
  }

  void write(Markup page) {
    page.tag("<div class=\"query\">");
    query(page, answer.query());
    page.tag("<div class=\"hits\">");
    hits(page);
    page.tag("</div></div>\n");
  }

  static void query(Markup page, Shot query) {
    page.tag("<figure class=\"shot asked\"><span class=\"tag\">query</span>");
    image(page, query, "Query of class " + query.className());
    caption(page, query, "");
    page.tag("</figure>");
  }

  void hits(Markup page) {
    answer.hits().forEach(hit -> hit(page, hit, "Neighbour "));
    Answer.Hit right = answer.firstRight();
    if (right != null) {
      hit(page, right, "First right one, neighbour ");
    }
  }

  private void hit(Markup page, Answer.Hit hit, String what) {
    boolean right = answer.isRight(hit);
    boolean late = hit.equals(answer.firstRight());
    String distance = Figures.decimal(hit.distance(), 3);
    page.tag("<figure class=\"shot " + (right ? "right" : "wrong") + (late ? " late" : "") + "\">");
    page.tag("<span class=\"tag\" aria-hidden=\"true\">" + (right ? "✓" : "✗"));
    page.text(late ? " " + Figures.count(hit.rank()) + "." : "").tag("</span>");
    image(
        page,
        hit.shot(),
        what
            + Figures.count(hit.rank())
            + (right ? ", right: " : ", wrong: ")
            + hit.shot().className()
            + ", distance "
            + distance);
    caption(page, hit.shot(), distance);
    page.tag("</figure>");
  }

  private static void image(Markup page, Shot shot, String alternative) {
    page.tag("<img loading=\"lazy\" src=\"" + shot.image().dataUri() + "\" alt=\"");
    page.text(alternative).tag("\">");
  }

  private static void caption(Markup page, Shot shot, String distance) {
    page.tag("<figcaption><span class=\"name\" title=\"").text(shot.className()).tag("\">");
    page.text(shot.className()).tag("</span><span class=\"name id\" title=\"").text(shot.id());
    page.tag("\">").text(shot.id()).tag("</span><span class=\"distance\">").text(distance);
    page.tag("</span></figcaption>");
  }
}
