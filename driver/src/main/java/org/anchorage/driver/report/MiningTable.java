/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.List;
import java.util.Map;
import org.anchorage.driver.record.Distribution;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.MiningRecord;
import org.anchorage.driver.record.PlannedBy;
import org.jspecify.annotations.Nullable;

/**
 * The results of mining after each epoch, or the tables that epochs were planned by if another
 * application mined them.
 */
final class MiningTable {

  private final List<EpochRecord> epochs;
  private final List<EpochRecord> planned;

  MiningTable(List<EpochRecord> epochs) {
    this.epochs = epochs.stream().filter(e -> e.mining() != null).toList();
    this.planned = epochs.stream().filter(e -> e.plannedBy() != null).toList();
  }

  void write(Markup page) {
    page.section("mining", "What mining found");
    if (!planned.isEmpty()) {
      planned(page);
      if (epochs.isEmpty()) {
        page.end();
        return;
      }
    }
    if (epochs.isEmpty()) {
      page.tag("<p class=\"empty\">Nothing was mined in this run.</p>").end();
      return;
    }
    page.hint(
        "Similarity of images to their own class (positives) and to the hard negatives kept, after"
            + " each epoch. Training pulls the first up and the second down. Confusable: the share"
            + " of confusable pairs among the class pairs in batches of the next epoch, planned at"
            + " random → planned by mining. Recall: the share of the exact neighbours of other"
            + " classes that the search found, measured on a sample.");
    page.tag("<div class=\"scroll\" tabindex=\"0\"><table class=\"mining\">");
    page.heads(
        "Epoch",
        "Similarity of",
        "Count",
        "Mean",
        "Std",
        "Min",
        "25%",
        "Median",
        "75%",
        "Max",
        "Rejected",
        "Confusable",
        "Recall");
    for (EpochRecord epoch : epochs) {
      MiningRecord mining = epoch.mining();
      if (mining != null) {
        rows(page, epoch.epoch(), mining);
      }
    }
    page.tag("</table></div>\n").end();
  }

  private void planned(Markup page) {
    page.hint(
        "Another application mined this run while it was trained. Each epoch was planned by a table"
            + " that was there when it began. Age: epochs that had ended since the round that the"
            + " table was mined from.");
    page.tag("<div class=\"scroll\" tabindex=\"0\"><table class=\"planned\">");
    page.heads("Epoch", "Planned by", "Mined from round", "Age").tag("<tbody>");
    for (EpochRecord epoch : planned) {
      PlannedBy by = epoch.plannedBy();
      if (by != null) {
        page.tag("<tr>").number(Figures.count(epoch.epoch()));
        page.cell(by.hasTable() ? by.table() : "no table");
        page.number(figure(by.round())).number(figure(by.age())).tag("</tr>");
      }
    }
    page.tag("</tbody></table></div>");
  }

  private static String figure(@Nullable Integer value) {
    return value == null ? "–" : Figures.count(value);
  }

  private static void rows(Markup page, int epoch, MiningRecord mining) {
    page.tag("<tbody><tr><th scope=\"rowgroup\" rowspan=\"2\" title=\"").text(mining.location());
    page.tag("\">").text(Figures.count(epoch)).tag("</th>");
    spread(page, "positives", mining.positives());
    page.tag("<td rowspan=\"2\">");
    rejected(page, mining.rejected());
    page.tag("</td>");
    page.tag("<td rowspan=\"2\" class=\"n\">");
    page.text(Figures.percent(mining.confusableBefore()) + " → ");
    page.tag("<b>").text(Figures.percent(mining.confusableAfter())).tag("</b></td>");
    page.tag("<td rowspan=\"2\" class=\"n\">").text(recall(mining.search())).tag("</td></tr><tr>");
    spread(page, "negatives", mining.negatives());
    page.tag("</tr></tbody>");
  }

  private static String recall(MiningRecord.@Nullable Search search) {
    if (search == null) {
      return "not recorded";
    }
    return search.mayMiss()
        ? Figures.percent(search.recall())
            + " by "
            + Figures.count(search.probes())
            + " of "
            + Figures.count(search.cells())
            + " cells"
        : "exact";
  }

  private static void spread(Markup page, String of, Distribution values) {
    page.cell(of).number(Figures.count(values.count()));
    for (double value :
        new double[] {
          values.mean(),
          values.std(),
          values.min(),
          values.q25(),
          values.median(),
          values.q75(),
          values.max()
        }) {
      page.number(Figures.decimal(value, 3));
    }
  }

  private static void rejected(Markup page, Map<String, Long> reasons) {
    if (reasons.isEmpty()) {
      page.text("none");
    }
    reasons.forEach(
        (reason, count) ->
            page.tag("<div>")
                .text(reason.replace('_', ' ') + ": " + Figures.count(count))
                .tag("</div>"));
  }
}
