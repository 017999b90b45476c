/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.List;
import org.anchorage.driver.report.views.Scatter;
import org.anchorage.driver.report.views.Views;

/** The embeddings in two dimensions, by t-SNE and along principal axes: places for the script. */
final class Maps {

  private final Views views;
  private final List<NamedViews> runs;

  Maps(Views views, List<NamedViews> runs) {
    this.views = views;
    this.runs = runs;
  }

  void write(Markup page) {
    List<String> names = views.points().classNames();
    page.section("picture", "The embedding in two dimensions");
    page.hint(
        Figures.count(views.points().ids().size())
            + " images of "
            + Figures.count(names.size())
            + (names.size() == 1 ? " class" : " classes")
            + ", the same in each picture. t-SNE keeps near neighbours near: look at which groups mix,"
            + " not at how far apart they lie. The principal components are the two directions in"
            + " which the images differ most.");
    page.tag(
        "<p class=\"hint\" id=\"map-help\">Point at an image to see it, or press Tab to go to a");
    page.tag(
        " picture and an arrow key to go to the next image. Enter marks the class of the image");
    page.tag(" in all pictures, and Escape marks none.</p>\n");
    page.tag("<noscript><p class=\"hint\">The pictures need JavaScript.</p></noscript>");
    page.tag("<p class=\"control\"><label for=\"map-class\">Mark a class</label> ");
    page.tag("<select id=\"map-class\"><option value=\"-1\">none</option>");
    for (int i = 0; i < names.size(); i++) {
      page.tag("<option value=\"" + i + "\">").text(names.get(i)).tag("</option>");
    }
    page.tag("</select></p>\n<div class=\"maps\">");
    for (int run = 0; run < runs.size(); run++) {
      map(page, run, "tsne", of(run) + "t-SNE");
    }
    // Of several runs, those of one kind are beside one another.
    page.tag(runs.size() == 1 ? "" : "</div>\n<div class=\"maps\">");
    for (int run = 0; run < runs.size(); run++) {
      Scatter scatter = runs.get(run).views().scatter();
      String held = Figures.percent(scatter.firstExplained() + scatter.secondExplained());
      map(page, run, "principal", of(run) + "principal components, " + held + " of the variance");
    }
    page.tag("</div>\n<div id=\"map-card\" hidden><canvas></canvas><div></div></div>");
    page.tag("<p class=\"spoken\" id=\"map-said\" role=\"status\"></p>");
    page.tag("<img id=\"sheet\" alt=\"\" hidden src=\"" + views.points().sheet().dataUri() + "\">");
    page.end();
  }

  private String of(int run) {
    return runs.size() == 1 ? "" : runs.get(run).name() + ": ";
  }

  private static void map(Markup page, int run, String kind, String title) {
    page.tag("<figure><figcaption>").text(title).tag("</figcaption>");
    page.tag("<canvas class=\"map\" tabindex=\"0\" role=\"application\" data-kind=\"" + kind);
    page.tag("\" data-run=\"" + run + "\" aria-describedby=\"map-help\" aria-label=\"");
    page.text("Scatter of images by class, " + title).tag("\"></canvas></figure>");
  }
}
