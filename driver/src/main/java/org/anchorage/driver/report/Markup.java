/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

/** Builds HTML, and keeps markup and text apart: all text is escaped. */
final class Markup {

  private final StringBuilder html = new StringBuilder();

  /** Adds markup without escaping; never pass anything that comes from data. */
  Markup tag(String markup) {
    html.append(markup);
    return this;
  }

  /** Adds any text, escaped for content and for quoted attributes. */
  Markup text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(c);
      }
    }
    return this;
  }

  /** Adds a cell of a table. */
  Markup cell(String text) {
    return tag("<td>").text(text).tag("</td>");
  }

  /** Adds a right-aligned cell of a table. */
  Markup number(String text) {
    return tag("<td class=\"n\">").text(text).tag("</td>");
  }

  /** Adds a right-aligned cell that tables are sorted by; NaN and infinite numbers come last. */
  Markup number(String text, double value) {
    return tag("<td class=\"n\" data-v=\"" + (Double.isFinite(value) ? value : "") + "\">")
        .text(text)
        .tag("</td>");
  }

  /** Adds a cell with what was measured best, marked by a sign and for screen readers by a word. */
  Markup best(String text, double value) {
    return tag("<td class=\"n best\" data-v=\"" + value + "\"><b>")
        .text(text)
        .tag("</b> <span aria-hidden=\"true\">★</span><span class=\"spoken\"> best</span></td>");
  }

  /** Begins a table that scrolls by itself if the page is too narrow for it. */
  Markup table(String className, String label) {
    return tag("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"")
        .text(label)
        .tag("\"><table class=\"" + className + "\">");
  }

  /** Ends a table. */
  Markup endTable() {
    return tag("</tbody></table></div>\n");
  }

  /** Adds a heading row of a table. */
  Markup heads(String... heads) {
    tag("<thead><tr>");
    for (String head : heads) {
      tag("<th scope=\"col\">").text(head).tag("</th>");
    }
    return tag("</tr></thead>");
  }

  /** Begins a section of the page. */
  Markup section(String id, String title) {
    return tag("<section id=\"" + id + "\"><h2>").text(title).tag("</h2>\n");
  }

  /** Ends a section of the page. */
  Markup end() {
    return tag("</section>\n");
  }

  /** Adds a paragraph that explains. */
  Markup hint(String text) {
    return tag("<p class=\"hint\">").text(text).tag("</p>\n");
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
