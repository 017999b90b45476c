/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.MiningRecord;
import org.anchorage.driver.record.RunLog;
import org.anchorage.driver.run.Checkpoints;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose plans are made from more than the corpus. */
class TestSampledTraining {

  private final SparkSession session = LocalSpark.session();
  private final TrainStage stage = new TrainStage(session, TinyCorpus.quiet());

  @TempDir Path directory;

  private RunSettings run(String name, String... words) {
    return TinyCorpus.settings(words).with(List.of("run=" + directory.resolve(name)));
  }

  /** Batches of so few of the classes that weights and groups change them; two rounds an epoch. */
  private RunSettings mined(String name, String... words) {
    List<String> all =
        new ArrayList<>(
            List.of("workers=1", "batch.classes=2", "rounds.steps=6", "mining=classes"));
    all.addAll(List.of("mine.group=2", "checkpoint.keep=9", "evaluate.every=0"));
    all.addAll(List.of(words));
    return run(name, all.toArray(String[]::new));
  }

  private float[] end(String name) {
    return Checkpoints.newestOf(
            new org.apache.hadoop.fs.Path(directory.resolve(name).resolve("checkpoints").toUri()),
            session.sparkContext().hadoopConfiguration())
        .orElseThrow()
        .start()
        .parameters();
  }

  @Test
  void weightsReadAgainAreThoseThatWereMined() {
    stage.begin(mined("whole", "batch.sampler=weighted", "batch.weighted.strength=1"));
    stage.begin(mined("parts", "batch.sampler=weighted", "batch.weighted.strength=1", "epochs=1"));
    float[] half = end("parts");
    stage.resume(mined("parts", "batch.sampler=weighted", "batch.weighted.strength=1"));
    assertThat(end("parts")).isEqualTo(end("whole"));

    stage.begin(mined("classes", "epochs=1"));
    assertThat(end("classes")).as("nothing is mined before the first epoch").isEqualTo(half);
    stage.resume(mined("classes"));
    assertThat(end("classes")).isNotEqualTo(end("whole"));
  }

  @Test
  void imagesTakeTurnsFromEpochToEpochAndAResumeGoesOn() throws IOException {
    stage.begin(mined("whole", "mine.refresh=0.5", "epochs=3"));
    org.apache.hadoop.fs.Path run =
        new org.apache.hadoop.fs.Path(directory.resolve("whole").toUri());
    List<Long> sought = new ArrayList<>();
    for (EpochRecord epoch : new RunLog(run, session.sparkContext().hadoopConfiguration()).read()) {
      MiningRecord mining = epoch.mining();
      sought.add(mining == null ? 0 : mining.positives().count());
    }
    assertThat(sought).containsExactly(0L, 48L, 24L, 24L);
    stage.begin(mined("parts", "mine.refresh=0.5", "epochs=2"));
    stage.resume(mined("parts", "mine.refresh=0.5", "epochs=3"));
    assertThat(end("parts")).isEqualTo(end("whole"));
    assertThat(negatives("parts")).isEqualTo(negatives("whole")).isNotEmpty();
  }

  private List<Row> negatives(String run) {
    return session
        .read()
        .parquet(directory.resolve(run).resolve("mined/epoch-0003/negatives").toString())
        .collectAsList();
  }

  @Test
  void theFirstEpochIsPlannedByTheTableGiven() throws IOException {
    stage.begin(mined("before", "epochs=1"));
    String table = "mine.table=" + directory.resolve("before/mined/epoch-0001");
    stage.begin(mined("given", "epochs=1", table));
    float[] given = end("given");
    assertThat(given).isNotEqualTo(end("before"));

    List<Path> checkpoints;
    try (Stream<Path> listed = Files.list(directory.resolve("given/checkpoints"))) {
      checkpoints = listed.sorted().toList();
    }
    assertThat(checkpoints).hasSize(3);
    for (Path later : checkpoints.subList(1, 3)) {
      Files.move(later, directory.resolve(later.getFileName()));
    }
    stage.resume(mined("given", "epochs=1", table));
    assertThat(end("given")).isEqualTo(given);
  }

  @Test
  void aTableThatIsNotThereLeavesNoRunBehind() {
    String table = "mine.table=" + directory.resolve("nowhere");
    assertThatThrownBy(() -> stage.begin(mined("run", table)))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("There is no mined table at ");
    assertThat(directory.resolve("run")).doesNotExist();
  }

  /** Writes each training image but the last with its successor, where both are of one class. */
  private Path pairs(int least) throws IOException {
    Corpus corpus = Corpus.open(session, TinyCorpus.location());
    Catalogue catalogue = corpus.catalogue();
    int[] rows = catalogue.rows(Split.TRAIN);
    List<String> ids = corpus.facts().idsOf(rows);
    List<String> lines = new ArrayList<>(List.of("positive,anchor"));
    for (int i = least; i + 1 < rows.length; i++) {
      if (catalogue.label(rows[i]) == catalogue.label(rows[i + 1])) {
        lines.add(ids.get(i + 1) + "," + ids.get(i));
      }
    }
    return Files.write(directory.resolve("pairs.csv"), lines);
  }

  @Test
  void trainsOnAListOfPairsAndRefusesAnotherOnResume() throws IOException {
    Path list = pairs(0);
    String[] words = {"batch.sampler=tuples", "batch.tuples=" + list, "batch.classes=4"};
    List<EpochRecord> records = stage.begin(run("run", words).with(List.of("epochs=1")));
    // 6 classes of 7 pairs: 6 batches of each of 2 workers, 4 pairs a batch
    assertThat(records.get(1).images()).isEqualTo(96);
    stage.resume(run("run", words));

    pairs(1);
    assertThatThrownBy(() -> stage.resume(run("run", words)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("Cannot use batch.tuples = " + list)
        .hasMessageContaining("the run was trained on another one");
  }

  @Test
  void aListOfOthersLeavesNoRunBehind() throws IOException {
    Path list = pairs(0);
    Files.writeString(list, Files.readString(list) + "stranger,nobody\n");
    RunSettings reader = run("run", "batch.sampler=tuples", "batch.tuples=" + list);
    assertThatThrownBy(() -> stage.begin(reader))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use batch.tuples = "
                + list
                + ": line 44 names 'nobody', which is not in the corpus; use ids of its catalogue");
    assertThat(directory.resolve("run")).doesNotExist();
  }
}
