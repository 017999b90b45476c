/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.anchorage.driver.report.views.SampleViews;
import org.anchorage.driver.report.views.Views;
import org.junit.jupiter.api.Test;

class TestComparisonWriter {

  private static final String EVIL = "</script><script>alert('x')</script>\"&<!--";

  private static final String PAGE = ComparisonWriter.html(SampleReport.comparison(4));

  @Test
  void isOnePageThatLoadsNothing() {
    String markup = TestReportWriter.withoutScripts(PAGE);
    assertThat(markup).doesNotContain("<link", "@import", "url(");
    assertThat(Pattern.compile("src=\"(?!data:image/(png|jpeg);base64,)").matcher(markup).find())
        .isFalse();
    assertThat(PAGE).contains("default-src 'none'");
  }

  @Test
  void theBestFigureIsMarked() {
    // Runs have 5, 4 and 3 records of the same course, so the first is best.
    assertThat(PAGE)
        .contains(
            "<th scope=\"row\">Recall@1</th><td class=\"n best\" data-v=\"0.814832\"><b>81.5%</b>")
        .contains("<span class=\"spoken\"> best</span>");
  }

  /** Recall on one corpus is not better than recall on another. */
  @Test
  void metricsOfOtherImagesAreNotCompared() {
    ComparisonData data = SampleReport.comparison(4);
    List<ComparedRun> runs = new ArrayList<>(data.runs());
    ComparedRun first = runs.get(0);
    for (MeasuredOn other :
        List.of(
            new MeasuredOn("beef", "quay", Map.of("evaluate.split", "test")),
            new MeasuredOn("f00d", "harbour", Map.of("evaluate.split", "validation")),
            new MeasuredOn(
                "f00d",
                "harbour",
                Map.of("evaluate.split", "test", "evaluate.lone-queries", "as-zero")))) {
      runs.set(
          0,
          new ComparedRun(
              first.name(),
              first.location(),
              first.epochs(),
              first.settings(),
              other,
              first.views()));
      String page =
          ComparisonWriter.html(
              new ComparisonData(data.title(), data.created(), "v", runs, List.of(), data.views()));
      String metrics =
          page.substring(
              page.indexOf("<section id=\"headline\">"), page.indexOf("<section id=\"settings\">"));
      assertThat(metrics)
          .doesNotContain("best\"", "★")
          .contains("so none is marked as the best", "cross-entropy on " + other.written())
          .contains("contrastive on harbour, evaluate.split = test");
      assertThat(page).contains("The metrics of the runs do not compare");
      // The same images are looked at.
      assertThat(page.substring(page.indexOf("<section id=\"classes\">"))).contains("best");
    }
    assertThat(PAGE).doesNotContain("do not compare", "none is marked");
  }

  /** A run that was never evaluated has no metrics to compare. */
  @Test
  void aRunWithoutMetricsKeepsNobodyFromBeingCompared() {
    ComparisonData data = SampleReport.comparison(4);
    List<ComparedRun> runs = new ArrayList<>(data.runs());
    MeasuredOn other = new MeasuredOn("beef", "quay", Map.of());
    runs.add(new ComparedRun("begun", "runs/begun", List.of(), Map.of(), other, null));
    assertThat(new ComparisonData("t", "c", "v", runs, List.of(), data.views()).metricsCompare())
        .isTrue();
  }

  @Test
  void onlySettingsThatDifferAreShown() {
    String settings =
        PAGE.substring(
            PAGE.indexOf("<section id=\"settings\">"), PAGE.indexOf("<section id=\"curves\">"));
    assertThat(settings)
        .contains(
            "<th scope=\"row\">loss.name</th><td>cross-entropy</td><td>contrastive</td>"
                + "<td>triplet</td>")
        .doesNotContain(">seed<", ">run<");
  }

  @Test
  void everyRunHasItsPicturesAndAnswers() throws IOException {
    for (int run = 0; run < 3; run++) {
      assertThat(PAGE)
          .contains("data-kind=\"tsne\" data-run=\"" + run + "\"")
          .contains("data-distances=\"" + run + "\"");
      assertThat(TestReportWriter.data(PAGE).at("/runs/" + run + "/tsne")).hasSize(640);
    }
    String queries = PAGE.substring(PAGE.indexOf("<section id=\"queries\">"));
    assertThat(queries.split("<h3>triplet</h3>", -1)).hasSize(4);
    assertThat(PAGE).contains("data-curve=\"recall_at_1\"", "data-curve=\"seconds\"");
  }

  @Test
  void classesAreComparedTheWorstFirst() {
    String classes = PAGE.substring(PAGE.indexOf("<section id=\"classes\">"));
    assertThat(classes)
        .contains("<th scope=\"col\">cross-entropy</th><th scope=\"col\">contrastive");
    assertThat(classes.indexOf(">anchor<")).isLessThan(classes.indexOf(">halyard<"));
  }

  @Test
  void aMissingRunIsNamedWithItsReason() {
    assertThat(PAGE)
        .contains("Runs that are not here")
        .contains("<dt>hdfs://estate/runs/lost</dt><dd>There is no run here</dd>");
  }

  @Test
  void runsWithoutViewsAreATable() {
    ComparedRun bare =
        new ComparedRun("a", "runs/a", List.of(), Map.of(), SampleReport.MEASURED, null);
    String empty =
        ComparisonWriter.html(new ComparisonData("t", "c", "v", List.of(bare), List.of(), null));
    assertThat(empty)
        .contains("No run has a checkpoint to look at.")
        .contains("Nothing has been evaluated yet.")
        .contains("No epoch has ended yet.")
        .doesNotContain("Runs that are not here");
  }

  /** The run without pictures comes first, and takes no picture's number. */
  @Test
  void aRunWithoutViewsIsBesideOthers() throws IOException {
    ComparisonData data = SampleReport.comparison(2);
    ComparedRun bare =
        new ComparedRun("bare", "runs/bare", List.of(), Map.of(), SampleReport.MEASURED, null);
    String mixed =
        ComparisonWriter.html(
            new ComparisonData(
                "t", "c", "v", List.of(bare, data.runs().get(0)), List.of(), data.views()));
    assertThat(TestReportWriter.data(mixed).at("/runs/0/name").asText()).isEqualTo("cross-entropy");
    assertThat(TestReportWriter.data(mixed).at("/runs/0/tsne")).hasSize(640);
    assertThat(mixed).contains("aria-label=\"Scatter of images by class, t-SNE\"");
  }

  @Test
  void everyTextIsEscaped() {
    Views views = SampleViews.named(EVIL);
    ComparedRun run =
        new ComparedRun(
            EVIL,
            EVIL,
            List.of(SampleReport.epoch(1)),
            Map.of(EVIL, EVIL),
            new MeasuredOn(EVIL, EVIL, Map.of(EVIL, EVIL)),
            views.runs().get(0));
    ComparedRun other =
        new ComparedRun(
            EVIL + 2, EVIL, List.of(), Map.of(), SampleReport.MEASURED, views.runs().get(0));
    String evil =
        ComparisonWriter.html(
            new ComparisonData(
                EVIL,
                EVIL,
                EVIL,
                List.of(run, other),
                List.of(new ComparisonData.LeftOut(EVIL, EVIL)),
                views));
    assertThat(evil).doesNotContain(EVIL).doesNotContain("<script>alert");
  }
}
