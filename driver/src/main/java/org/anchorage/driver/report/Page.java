/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.function.Consumer;

/**
 * The frame of a page that needs no network: style, scripts and images are in it, and its content
 * security policy lets nothing else run or load.
 */
final class Page {

  private Page() {}

  /**
   * Returns the page.
   *
   * @param data what the scripts draw
   * @param body writes what stands on it
   */
  static String html(String title, PageData data, String codeVersion, Consumer<Markup> body) {
    String charts = Resources.charts();
    String script = Resources.script();
    Markup page = new Markup();
    page.tag("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.tag("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    page.tag("img-src data:; style-src 'unsafe-inline'; script-src ");
    page.tag(Resources.hash(charts) + " " + Resources.hash(script) + "\">\n");
    page.tag("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.tag("<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    page.text(title).tag("</title>\n<style>\n");
    page.tag(Resources.style()).tag("</style>\n</head>\n<body>\n<main>\n");
    body.accept(page);
    page.tag("<footer>Made by Anchorage ").text(codeVersion);
    page.tag(". Charts by Chart.js ").text(Resources.chartsVersion());
    page.tag(" (MIT licence; its text is in the source of this page).</footer>\n");
    page.tag("</main>\n<script type=\"application/json\" id=\"data\">");
    page.tag(data.json()).tag("</script>\n<script>");
    page.tag(charts).tag("</script>\n<script>").tag(script).tag("</script>\n</body>\n</html>\n");
    return page.toString();
  }

  /** Writes one of the facts under a page's title. */
  static void fact(Markup page, String name, String value) {
    page.tag("<div><dt>").text(name).tag("</dt><dd>").text(value).tag("</dd></div>");
  }
}
