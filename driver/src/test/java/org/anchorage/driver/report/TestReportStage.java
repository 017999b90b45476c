/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.imports.ImportStage;
import org.anchorage.driver.imports.SourceFormat;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.train.TrainStage;
import org.anchorage.driver.weights.StoredWeights;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReportStage {

  @TempDir Path directory;

  private final SparkSession session = LocalSpark.session();
  private final Configuration hadoop = new Configuration();

  private List<EpochRecord> train(String name, String... words) {
    return new TrainStage(session, TinyCorpus.quiet(), new StoredWeights())
        .begin(TinyCorpus.settings("run=" + at(name), "epochs=1").with(List.of(words)));
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  private String report(String name) throws IOException {
    return Files.readString(Path.of(new ReportStage(session, TinyCorpus.quiet()).write(at(name))));
  }

  @Test
  void aRunWithoutMinedTablesHasItsViewsAndTheirRecallIsThatOfTheEvaluation() throws IOException {
    List<EpochRecord> records = train("run");
    String page = report("run");
    assertThat(page).contains("Nothing was mined in this run.").contains("id=\"sheet\"");
    JsonNode data = TestReportWriter.data(page);
    assertThat(data.at("/points/ids")).hasSize(32);
    assertThat(data.at("/runs/0/tsne")).hasSize(64);
    Matcher recall = Pattern.compile("\\(Recall@1 ([0-9.]+)% of").matcher(page);
    assertThat(recall.find()).isTrue();
    double measured = records.get(1).metrics().getOrDefault("recall_at_1", 0.0);
    assertThat(recall.group(1)).isEqualTo(String.format("%.1f", 100 * measured));
    assertThat(directory.resolve("run/vectors")).doesNotExist();
    assertThat(report("run").replaceAll("<dt>Created.*?</dd>", ""))
        .isEqualTo(page.replaceAll("<dt>Created.*?</dd>", ""));
  }

  @Test
  void aRunWithoutCheckpointsIsAPage() throws IOException {
    new RunDirectory(at("begun"), hadoop).create(TinyCorpus.settings("run=" + at("begun")));
    assertThat(report("begun"))
        .contains("There are no pictures: the run has no checkpoint yet")
        .contains("No epoch has ended yet.");
  }

  @Test
  void idsMayHoldMarkup() throws IOException {
    String evil = "<b>&\"'<i>";
    for (String split : List.of("train", "test")) {
      for (int c = 0; c < 4; c++) {
        Path folder = Files.createDirectories(directory.resolve("in/" + split + "/<i>" + c));
        for (int i = 0; i < 4; i++) {
          BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
          image.setRGB(i, c, 0xffffff);
          ImageIO.write(image, "png", folder.resolve(evil + i + ".png").toFile());
        }
      }
    }
    new ImportStage(
            session,
            SettingsReader.defaults().settings().imports(),
            new Seed(1),
            TinyCorpus.quiet())
        .run(at("in"), SourceFormat.AUTO, at("corpus"), WhenExists.REFUSE);
    train("run", "corpus=" + at("corpus"));
    String page = report("run");
    assertThat(page).doesNotContain("<b>&\"", "<i>0").contains("&lt;b&gt;&amp;&quot;");
    assertThat(TestReportWriter.data(page).at("/points/ids/0").asText()).contains("<b>&\"'");
  }

  @Test
  void severalRunsAnswerTheSameQueriesAndAMissingOneIsNamed() throws IOException {
    train("a/run");
    train("b", "loss.name=contrastive");
    new RunDirectory(at("begun"), hadoop).create(TinyCorpus.settings("run=" + at("begun")));
    List<String> uris = List.of(at("a/run"), at("none"), at("begun"), at("b"));
    AskedRuns asked = AskedRuns.read(uris, hadoop, RunDirectory::settings);
    Path to = directory.resolve("new/page.html");
    List<ComparisonData.LeftOut> leftOut =
        new ComparisonStage(session, TinyCorpus.quiet())
            .write(asked, new org.apache.hadoop.fs.Path(to.toString()));
    assertThat(leftOut).hasSize(1);
    assertThat(leftOut.get(0).reason()).startsWith("There is no run at " + at("none"));
    String page = Files.readString(to);
    assertThat(page)
        .contains("<dt>" + at("none") + "</dt>")
        .contains(
            "<th scope=\"row\">loss.name</th><td>triplet</td><td>triplet</td><td>contrastive");
    JsonNode runs = TestReportWriter.data(page).at("/runs");
    assertThat(runs.findValuesAsText("name")).containsExactly("run", "b", "begun");
    assertThat(runs.get(1).at("/tsne")).hasSize(64);
    assertThat(runs.get(2).has("tsne")).isFalse();
    assertThat(directory.resolve("a/run/vectors")).doesNotExist();
  }

  /** The only step of the run ends at weights that are no numbers: its evaluation fails. */
  private void diverge(String name) {
    List<String> words = List.of("workers=1", "rounds.steps=1", "optimiser.learning-rate=1e38");
    assertThatThrownBy(() -> train(name, words.toArray(String[]::new)))
        .hasStackTraceContaining("not finite");
  }

  @Test
  void aRunThatDivergedIsLeftOutAndHasAPageOfItsOwn() throws IOException {
    diverge("diverged");
    train("good");
    AskedRuns asked =
        AskedRuns.read(List.of(at("diverged"), at("good")), hadoop, RunDirectory::settings);
    Path to = directory.resolve("page.html");
    List<ComparisonData.LeftOut> leftOut =
        new ComparisonStage(session, TinyCorpus.quiet())
            .write(asked, new org.apache.hadoop.fs.Path(to.toString()));
    assertThat(leftOut)
        .extracting(ComparisonData.LeftOut::location)
        .containsExactly(at("diverged"));
    assertThat(leftOut.get(0).reason())
        .startsWith("its network gives vectors that are not finite, because training diverged");
    assertThat(Files.readString(to)).contains(leftOut.get(0).reason());
    assertThat(TestReportWriter.data(Files.readString(to)).at("/runs/0/tsne")).hasSize(64);
    assertThat(report("diverged"))
        .contains("There are no pictures: its network gives vectors that are not finite");
    assertThat(directory.resolve("diverged/vectors")).doesNotExist();
  }

  /** Both pages look at the validation split; the runs' own metrics are of other splits. */
  @Test
  void metricsOfOtherSplitsAreNotCompared() {
    new RunDirectory(at("one"), hadoop).create(TinyCorpus.settings("run=" + at("one")));
    new RunDirectory(at("two"), hadoop)
        .create(TinyCorpus.settings("run=" + at("two"), "evaluate.split=train"));
    AskedRuns asked =
        AskedRuns.read(
            List.of(at("one"), at("two")),
            hadoop,
            run -> run.settings().with(List.of("evaluate.split=validation")));
    MeasuredOn one = asked.runs().get(0).measured();
    MeasuredOn two = asked.runs().get(1).measured();
    assertThat(one.comparesWith(two)).isFalse();
    assertThat(one.comparesWith(one)).isTrue();
    assertThat(one.written()).contains("corpus, ").contains("evaluate.split = test");
  }

  @Test
  void runsThatCannotBeComparedAreRefused() {
    RunDirectory one = new RunDirectory(at("one"), hadoop);
    one.create(TinyCorpus.settings("run=" + at("one")));
    new RunDirectory(at("split"), hadoop)
        .create(TinyCorpus.settings("run=" + at("split"), "evaluate.split=train"));
    assertRefused(
        List.of(at("one"), at("split")),
        "it has evaluate.split = train, and " + at("one") + " has test; name one for all");
    String other = TinyCorpus.imported("strokes:train=4,test=4,items=4");
    new RunDirectory(at("corpus"), hadoop)
        .create(TinyCorpus.settings("run=" + at("corpus"), "corpus=" + other));
    // A run writes its corpus down as Hadoop does, with one slash.
    assertRefused(
        List.of(at("one"), at("corpus")),
        "its corpus " + new org.apache.hadoop.fs.Path(other) + " has other images than");
    assertRefused(List.of(at("one"), at("one")), "name up to 8 runs, each once");
    List<String> missing = List.of(at("x"), at("y"));
    assertThatThrownBy(() -> AskedRuns.read(missing, hadoop, RunDirectory::settings))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("None of the runs can be read: There is no run at " + at("x"));
  }

  private void assertRefused(List<String> uris, String why) {
    assertThatThrownBy(() -> AskedRuns.read(uris, hadoop, RunDirectory::settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aDirectoryIsNoPlaceForAPage() {
    new RunDirectory(at("begun"), hadoop).create(TinyCorpus.settings("run=" + at("begun")));
    ReportStage stage = new ReportStage(session, TinyCorpus.quiet());
    assertThatThrownBy(
            () ->
                stage.write(
                    at("begun"),
                    TinyCorpus.settings("run=" + at("begun")),
                    new org.apache.hadoop.fs.Path(directory.toString())))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("is a directory; give a file to write to, e.g. --to ");
  }
}
