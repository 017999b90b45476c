/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.Stage;

/** How the run went, epoch by epoch: places for the charts, and the same figures as a table. */
final class Curves {

  private final List<EpochRecord> epochs;

  Curves(List<EpochRecord> epochs) {
    this.epochs = epochs;
  }

  void write(Markup page) {
    page.section("curves", "How the run went");
    if (epochs.isEmpty()) {
      page.tag("<p class=\"empty\">No epoch has ended yet.</p>").end();
      return;
    }
    page.tag("<noscript><p class=\"hint\">The curves need JavaScript; the table below has their");
    page.tag(" figures.</p></noscript><div class=\"charts\">");
    chart(page, "quality", "Retrieval quality after each epoch", e -> !e.metrics().isEmpty());
    chart(page, "loss", "Loss, mean over the steps of an epoch", e -> Double.isFinite(e.loss()));
    chart(
        page,
        "active",
        "Active share: tuples that still teach something",
        e -> Double.isFinite(e.activeShare()));
    chart(page, "seconds", "Where the time went", e -> !e.seconds().isEmpty());
    page.tag("</div>\n");
    table(page);
    page.end();
  }

  private void chart(Markup page, String id, String title, Predicate<EpochRecord> known) {
    page.tag("<figure><figcaption>").text(title).tag("</figcaption>");
    if (epochs.stream().anyMatch(known)) {
      page.tag("<div class=\"canvas\"><canvas id=\"chart-" + id + "\" role=\"img\" aria-label=\"");
      page.text(title + "; the table below has the figures").tag("\"></canvas></div>");
    } else {
      page.tag("<p class=\"empty\">Not recorded.</p>");
    }
    page.tag("</figure>");
  }

  private void table(Markup page) {
    Set<String> keys = new LinkedHashSet<>();
    Set<Stage> stages = new LinkedHashSet<>();
    epochs.forEach(e -> keys.addAll(e.metrics().keySet()));
    epochs.forEach(e -> stages.addAll(e.seconds().keySet()));
    List<Metric> metrics = Metric.of(keys);
    page.tag("<details><summary>The same as a table</summary>");
    page.tag("<div class=\"scroll\" tabindex=\"0\"><table>").tag("<thead><tr>");
    for (String head :
        List.of(
            "Epoch",
            "Last round",
            "Images seen",
            "Steps",
            "Loss",
            "Active",
            "Images/s",
            "MB sent",
            "MB received")) {
      page.tag("<th scope=\"col\">").text(head).tag("</th>");
    }
    stages.forEach(
        stage -> page.tag("<th scope=\"col\">").text(stage.written() + ", s").tag("</th>"));
    metrics.forEach(m -> page.tag("<th scope=\"col\">").text(m.label()).tag("</th>"));
    page.tag("</tr></thead><tbody>");
    for (EpochRecord epoch : epochs) {
      page.tag("<tr><th scope=\"row\">").text(Figures.count(epoch.epoch())).tag("</th>");
      page.number(Figures.count(epoch.round()));
      page.number(Figures.count(epoch.images()));
      page.number(Figures.count(epoch.steps()));
      page.number(Figures.decimal(epoch.loss(), 4));
      page.number(Figures.percent(epoch.activeShare()));
      page.number(Figures.decimal(epoch.imagesPerS(), 0));
      page.number(Figures.decimal(epoch.bytesSent() / 1e6, 0));
      page.number(Figures.decimal(epoch.bytesReceived() / 1e6, 0));
      for (Stage stage : stages) {
        page.number(Figures.decimal(epoch.seconds().getOrDefault(stage, Double.NaN), 1));
      }
      metrics.forEach(m -> page.number(Figures.percent(epoch.metrics().get(m.key()))));
      page.tag("</tr>");
    }
    page.tag("</tbody></table></div></details>\n");
  }
}
