/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.concurrent.Callable;
import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.imports.ImportPage;
import org.anchorage.driver.imports.ImportReport;
import org.anchorage.driver.imports.ImportStage;
import org.anchorage.driver.imports.SourceFormat;
import org.anchorage.driver.report.ImportWriter;
import org.anchorage.driver.session.Sparks;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Imports images into a corpus. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Import labelled images into a corpus.")
final class ImportCommand implements Callable<Integer> {

  @Mixin SettingsOptions settings = new SettingsOptions();
  @Mixin Output output = new Output();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "URI",
      description =
          "Where the images are: a folder, list, zip, tar, IDX, Parquet or TFRecord files, a pattern"
              + " such as photos-{000..123}.tar, or spark-table:NAME.")
  String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "CORPUS",
      description = "Where to write the corpus.")
  String to = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; auto (default) looks at the files.")
  SourceFormat format = SourceFormat.AUTO;

  @Option(names = "--replace", description = "Replace an existing corpus.")
  boolean replace;

  @Override
  public Integer call() {
    Settings checked = settings.read().typed();
    try (SparkSession session = Sparks.open(checked.spark(), "anchorage import")) {
      ImportReport report =
          new ImportStage(session, checked.imports(), new Seed(checked.seed()), output.progress())
              .advising(checked.batch())
              .showing(ImportWriter::html)
              .run(from, format, to, replace ? WhenExists.REPLACE : WhenExists.REFUSE);
      output.say(
          "Imported %s of %s from %s to %s in %.1f s",
          Count.of(report.items(), "image"),
          Count.of(report.classes(), "class"),
          from,
          to,
          report.seconds());
      report
          .perSplit()
          .forEach(
              (split, count) ->
                  output.say(
                      "  %-12s %,d of %s",
                      split,
                      count,
                      Count.of(report.classesPerSplit().getOrDefault(split, 0L), "class")));
      report
          .badByReason()
          .forEach((reason, count) -> output.say("  left out: %-12s %,d", reason, count));
      report.notes().forEach(note -> output.say("  %s", note));
      output.say("  See %s/%s", to, ImportPage.FILE);
      output.writeResult(report);
    }
    return 0;
  }
}
