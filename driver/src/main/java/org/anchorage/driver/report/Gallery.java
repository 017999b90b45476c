/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.List;

/** Queries beside their nearest neighbours, with right and wrong ones marked. */
final class Gallery {

  private final List<GalleryRow> rows;

  Gallery(List<GalleryRow> rows) {
    this.rows = rows;
  }

  void write(Markup page) {
    page.section("gallery", "What is found");
    if (rows.isEmpty()) {
      page.tag("<p class=\"empty\">No queries were kept for this report.</p>").end();
      return;
    }
    long shown = rows.stream().mapToLong(row -> row.hits().size()).sum();
    long right =
        rows.stream().mapToLong(row -> row.hits().stream().filter(row::right).count()).sum();
    page.hint(
        "Queries and their nearest neighbours, nearest first, with the Euclidean distance. ✓ and a"
            + " solid green frame: the query's class; ✗ and a dashed red frame: another. "
            + Figures.count(right)
            + " of the "
            + Figures.count(shown)
            + " shown are right.");
    page.tag("<div class=\"gallery\">");
    for (GalleryRow row : rows) {
      page.tag(
          "<div class=\"query\"><figure class=\"shot asked\"><span class=\"tag\">query</span>");
      image(page, row.image(), "Query of class " + row.className());
      caption(page, row.className(), "");
      page.tag("</figure><div class=\"hits\">");
      for (int i = 0; i < row.hits().size(); i++) {
        hit(page, row, i);
      }
      page.tag("</div></div>\n");
    }
    page.tag("</div>").end();
  }

  private static void hit(Markup page, GalleryRow row, int index) {
    GalleryRow.Hit hit = row.hits().get(index);
    boolean right = row.right(hit);
    String distance = Figures.decimal(hit.distance(), 3);
    page.tag("<figure class=\"shot " + (right ? "right" : "wrong") + "\">");
    page.tag("<span class=\"tag\" aria-hidden=\"true\">" + (right ? "✓" : "✗") + "</span>");
    image(
        page,
        hit.image(),
        "Neighbour "
            + (index + 1)
            + (right ? ", right: " : ", wrong: ")
            + hit.className()
            + ", distance "
            + distance);
    caption(page, hit.className(), distance);
    page.tag("</figure>");
  }

  private static void image(Markup page, Thumbnail image, String alternative) {
    page.tag("<img src=\"" + image.dataUri() + "\" alt=\"").text(alternative).tag("\">");
  }

  private static void caption(Markup page, String className, String distance) {
    page.tag("<figcaption><span class=\"name\" title=\"").text(className).tag("\">");
    page.text(className).tag("</span><span class=\"distance\">").text(distance);
    page.tag("</span></figcaption>");
  }
}
