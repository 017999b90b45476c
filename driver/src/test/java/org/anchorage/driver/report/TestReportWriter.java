/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.PlannedBy;
import org.anchorage.driver.record.Stage;
import org.anchorage.driver.report.views.SampleViews;
import org.junit.jupiter.api.Test;

class TestReportWriter {

  private static final String EVIL = "</script><script>alert('x')</script>\"&<!--";
  private static final String EVIL_ESCAPED =
      "&lt;/script&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;&lt;!--";

  private static final String PAGE = ReportWriter.html(SampleReport.of(8));

  @Test
  void isOnePageThatLoadsNothing() {
    assertThat(PAGE).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    String markup = withoutScripts(PAGE);
    assertThat(markup).doesNotContain("<link", "@import", "url(");
    assertThat(Pattern.compile("src=\"(?!data:image/(png|jpeg);base64,)").matcher(markup).find())
        .isFalse();
    assertThat(PAGE).doesNotContain("sourceMappingURL");
  }

  @Test
  void onlyItsOwnScriptsMayRun() {
    Matcher scripts = Pattern.compile("(?s)<script>(.*?)</script>").matcher(PAGE);
    List<String> hashes = scripts.results().map(m -> Resources.hash(m.group(1))).toList();
    assertThat(hashes).hasSize(2);
    assertThat(PAGE)
        .contains("default-src 'none'")
        .contains("script-src " + String.join(" ", hashes) + "\"");
  }

  @Test
  void carriesChartJsWithItsLicence() {
    assertThat(PAGE)
        .contains("Chart.js v" + Resources.chartsVersion())
        .contains("Permission is hereby granted, free of charge")
        .contains("Charts by Chart.js " + Resources.chartsVersion());
  }

  @Test
  void headlineComparesUntrainedAndTrained() {
    assertThat(PAGE)
        .contains("<th scope=\"row\">Recall@1</th><td class=\"n\">31.0%</td><td class=\"n\">88.0%")
        .contains("+57.0")
        .contains("8,460 queries, each against all other images; 3 more are left out");
    assertThat(List.of("Recall@1<", "Recall@2<", "Recall@10<", "MAP@R<", "R-precision<", "NMI<"))
        .allSatisfy(label -> assertThat(PAGE).contains(label));
    assertThat(PAGE.indexOf("row\">Recall@2<")).isLessThan(PAGE.indexOf("row\">Recall@10<"));
  }

  @Test
  void rightAndWrongNeighboursAreMarkedByFrameSignAndWord() {
    String drawn = PAGE.substring(PAGE.indexOf("<section id=\"gallery\">"));
    assertThat(
            occurrences(
                drawn, "<figure class=\"shot right\"><span class=\"tag\" aria-hidden=\"true\">✓<"))
        .isEqualTo(11);
    assertThat(
            occurrences(
                drawn, "<figure class=\"shot wrong\"><span class=\"tag\" aria-hidden=\"true\">✗<"))
        .isEqualTo(4);
    assertThat(drawn)
        .contains("alt=\"Query of class anchor\"")
        .contains("alt=\"Neighbour 1, right: anchor, distance 0.210\"")
        .contains("alt=\"Neighbour 3, wrong: davit, distance 0.410\"")
        .contains("11 of the 15 nearest are right");
  }

  @Test
  void missesComeBeforeWhatWasDrawn() {
    assertThat(PAGE.indexOf("id=\"misses\"")).isLessThan(PAGE.indexOf("id=\"gallery\""));
    assertThat(PAGE)
        .contains("18 of 288 queries find an image of another class first (Recall@1 93.8%")
        .contains("alt=\"First right one, neighbour 17, right: anchor, distance 0.900\"")
        .contains("aria-hidden=\"true\">✓ 17.</span>")
        .contains("<h3>anchor and davit</h3>")
        .contains("7 of anchor found davit first, 2 of davit found anchor first.");
  }

  @Test
  void classesAreATableThatSortsByNumbers() {
    assertThat(PAGE)
        .contains("<table class=\"sortable\">")
        .contains(
            "<th scope=\"row\">anchor</th><td class=\"n\" data-v=\"36.0\">36</td>"
                + "<td class=\"n\" data-v=\"0.75\">75.0%</td>");
  }

  @Test
  void picturesAreReachedByKeyboardAndSpokenOf() throws IOException {
    assertThat(PAGE)
        .contains("<canvas class=\"map\" tabindex=\"0\" role=\"application\" data-kind=\"tsne\"")
        .contains("data-kind=\"principal\"")
        .contains("id=\"map-said\" role=\"status\"")
        .contains("<option value=\"0\">anchor</option>");
    assertThat(data(PAGE).at("/runs/0/tsne")).hasSize(640);
    assertThat(data(PAGE).at("/points/ids/3").asText()).isEqualTo("sign-3.png");
    assertThat(data(PAGE).at("/runs/0/distances/same")).hasSize(40);
  }

  @Test
  void showsMining() {
    assertThat(PAGE)
        .contains("<div>same class: 120,034</div><div>too similar: 752</div>")
        .contains("50.0% → <b>93.0%</b>");
  }

  @Test
  void showsHowMiningSearched() {
    assertThat(PAGE)
        .contains(">95.3% by 24 of 1,840 cells</td>")
        .contains(">exact</td>")
        .contains(">not recorded</td>");
  }

  @Test
  void showsWhatEpochsWerePlannedBy() {
    EpochRecord epoch =
        new EpochRecord(
            1, 1, 1, 1, 1, 1, 1, 1, 1, Map.of(Stage.TRAIN, 1.0), Map.of("nmi", 0.5), null);
    String beside =
        ReportWriter.html(
            new ReportData(
                "t",
                "l",
                "c",
                "v",
                List.of(
                    epoch.with(PlannedBy.nothing()),
                    epoch.with(new PlannedBy("mined/round-1200", 1200, 2, "c0ffee"))),
                null,
                "",
                Map.of()));
    assertThat(beside)
        .contains("<td>no table</td><td class=\"n\">–</td><td class=\"n\">–</td>")
        .contains("<td>mined/round-1200</td><td class=\"n\">1,200</td><td class=\"n\">2</td>")
        .doesNotContain("Nothing was mined in this run.");
    assertThat(PAGE).doesNotContain("class=\"planned\"");
  }

  @Test
  void everyTextIsEscaped() throws IOException {
    EpochRecord epoch =
        new EpochRecord(
            1, 1, 1, 1, 1, 1, 1, 1, 1, Map.of(Stage.TRAIN, 1.0), Map.of(EVIL, 0.5), null);
    String evil =
        ReportWriter.html(
            new ReportData(
                EVIL,
                EVIL,
                EVIL,
                EVIL,
                List.of(epoch),
                SampleViews.named(EVIL),
                "",
                Map.of(EVIL, EVIL)));
    assertThat(evil).doesNotContain(EVIL).doesNotContain("<script>alert");
    assertThat(withoutScripts(evil)).contains("<title>" + EVIL_ESCAPED + "</title>");
    assertThat(data(evil).at("/points/classNames/0").asText()).isEqualTo(EVIL);
    assertThat(data(evil).at("/points/ids/0").asText()).isEqualTo(EVIL);
  }

  @Test
  void aRunThatHasDoneNothingYetIsAPage() {
    String none = "the run has no checkpoint yet";
    String empty =
        ReportWriter.html(new ReportData("t", "l", "c", "v", List.of(), null, none, Map.of()));
    assertThat(empty)
        .contains("Nothing has been evaluated yet.")
        .contains("No epoch has ended yet.")
        .contains("Nothing was mined in this run.")
        .contains("There are no pictures: the run has no checkpoint yet.")
        .doesNotContain("id=\"gallery\"", "id=\"sheet\"")
        .contains("None were recorded.");
  }

  @Test
  void anUntrainedNetworkAloneHasNoCurvesOfTraining() throws IOException {
    String untrained = ReportWriter.html(SampleReport.of(0));
    assertThat(untrained)
        .contains("id=\"chart-quality\"")
        .contains("id=\"chart-seconds\"")
        .doesNotContain("id=\"chart-loss\"", "id=\"chart-active\"", "NaN%")
        .contains("<td class=\"n\">31.0%</td><td class=\"n\">–</td><td class=\"n\">–</td>");
    assertThat(data(untrained).at("/runs/0/epochs/0/loss").isNull()).isTrue();
  }

  private static int occurrences(String of, String part) {
    return of.split(Pattern.quote(part), -1).length - 1;
  }

  static String withoutScripts(String page) {
    return Pattern.compile("(?s)<script.*?</script>").matcher(page).replaceAll("");
  }

  static JsonNode data(String page) throws IOException {
    MatchResult match =
        Pattern.compile("(?s)id=\"data\">(.*?)</script>")
            .matcher(page)
            .results()
            .findFirst()
            .orElseThrow();
    return new ObjectMapper().readTree(match.group(1));
  }
}
