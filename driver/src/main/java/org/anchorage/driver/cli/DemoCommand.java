/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.imports.ImportReport;
import org.anchorage.driver.imports.ImportStage;
import org.anchorage.driver.imports.SourceFormat;
import org.anchorage.driver.imports.StrokeSource;
import org.anchorage.driver.index.Hit;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.build.IndexStage;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.MiningRecord;
import org.anchorage.driver.report.ReportStage;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.session.Sparks;
import org.anchorage.driver.train.TrainStage;
import org.anchorage.driver.weights.StoredWeights;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the whole flow on drawn characters. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Run the whole flow on characters that the program draws.",
      "Import, train, mine, evaluate, report, index, search: minutes on a laptop."
    })
final class DemoCommand implements Callable<Integer> {

  @Mixin SettingsOptions settings = new SettingsOptions();
  @Mixin Output output = new Output();

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description =
          "Local folder for everything that is written (default ${DEFAULT-VALUE}; if it exists, a"
              + " number is added).")
  Path to = Path.of("runs/demo");

  @Option(
      names = "--train-classes",
      paramLabel = "N",
      description = "Classes to train on (default ${DEFAULT-VALUE}).")
  int trainClasses = 400;

  @Option(
      names = "--test-classes",
      paramLabel = "N",
      description = "Classes never seen in training (default ${DEFAULT-VALUE}).")
  int testClasses = 100;

  @Option(
      names = "--items",
      paramLabel = "N",
      description = "Images of each class (default ${DEFAULT-VALUE}).")
  int items = 20;

  @Override
  public Integer call() throws IOException {
    Path place = free(to);
    String corpus = place.resolve("corpus").toString();
    String run = place.resolve("run").toString();
    String index = place.resolve("index").toString();
    RunSettings asked =
        new StoredWeights()
            .resolved(
                settings
                    .over(
                        SettingsReader.defaults()
                            .with(DemoConfiguration.text(), "conf/demo.conf")
                            .with(List.of("corpus=" + corpus, "run=" + run)))
                    .read(),
                Sparks.hadoop());
    Settings checked = asked.typed();
    try (SparkSession session = Sparks.open(checked, "anchorage demo")) {
      ImportReport imported =
          new ImportStage(session, checked.imports(), new Seed(checked.seed()), output.progress())
              .run(
                  StrokeSource.name(trainClasses, testClasses, items, checked.seed()),
                  SourceFormat.AUTO,
                  corpus,
                  WhenExists.REFUSE);
      output.say(
          "Drew %s of %s: %d to test on, %d to train on.",
          Count.of(imported.items(), "character"),
          Count.of(imported.classes(), "class"),
          testClasses,
          trainClasses);
      List<EpochRecord> records = new TrainStage(session, output.progress()).begin(asked);
      String report = new ReportStage(session, output.progress()).write(run);
      List<Hit> hits = index(session, run, index, place);
      say(records, hits, report, index, corpus, run, place);
      Map<String, Object> result = Metrics.result(run, records);
      result.put("report", report);
      result.put("index", index);
      output.writeResult(result);
    }
    return 0;
  }

  /** Returns a path that does not exist: runs/demo, then runs/demo-2. */
  private static Path free(Path wanted) {
    Path place = wanted;
    for (int i = 2; Files.exists(place); i++) {
      place = wanted.resolveSibling(wanted.getFileName() + "-" + i);
    }
    return place;
  }

  /** Indexes the unseen classes and searches for a new drawing of one of them. */
  private List<Hit> index(SparkSession session, String run, String index, Path place)
      throws IOException {
    org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(index);
    long seed;
    try (TrainedRun trained = TrainedRun.open(session, run)) {
      seed = trained.open().settings().seed();
      int[] rows = trained.open().catalogue().rows(Split.TEST);
      new IndexStage(session, output.progress()).index(trained, rows, target, WhenExists.REFUSE);
    }
    // Of an unseen class, and not in the index: its number is one past those in the corpus.
    byte[] query = StrokeSource.draw(seed, trainClasses, items);
    Files.write(place.resolve("query.png"), query);
    try (Index opened = Index.open(target, session.sparkContext().hadoopConfiguration(), 1)) {
      return opened.search(query, 5);
    }
  }

  private void say(
      List<EpochRecord> records,
      List<Hit> hits,
      String report,
      String index,
      String corpus,
      String run,
      Path place) {
    Map<String, Double> untrained = Metrics.untrained(records);
    Map<String, Double> trained = Metrics.trained(records);
    output.say("");
    Metrics.say(output, records);
    output.say("");
    if (!trained.isEmpty()) {
      output.say(
          "Recall@1 on unseen classes: %.3f untrained, %.3f trained",
          untrained.getOrDefault("recall_at_1", 0.0), trained.getOrDefault("recall_at_1", 0.0));
    }
    for (EpochRecord record : records) {
      MiningRecord mining = record.mining();
      if (mining != null) {
        output.say(
            "Mining after epoch %d: %,d hard negatives; of the pairs of classes in a batch, %.1f%%"
                + " are confusable, without mining %.1f%%",
            record.epoch(),
            mining.negatives().count(),
            100 * mining.confusableAfter(),
            100 * mining.confusableBefore());
      }
    }
    output.say("Search for a new drawing of %s:", StrokeSource.className(trainClasses));
    for (Hit hit : hits) {
      output.say("  %d. %-16s %.4f", hit.rank(), hit.className(), hit.distance());
    }
    output.say("");
    output.say("Report: %s", report);
    output.say("Index:  %s", index);
    output.say("");
    output.say("Next:");
    output.say("  ./anchorage search --index %s --image %s", index, place.resolve("query.png"));
    output.say("  ./anchorage evaluate --run %s", run);
    output.say(
        "  ./anchorage train --conf conf/demo.conf corpus=%s run=runs/mine epochs=8", corpus);
    output.say("  ./anchorage import --from YOUR_IMAGES --to corpora/yours   (a folder per class)");
  }
}
