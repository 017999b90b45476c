/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.mine.Mined;
import org.anchorage.driver.mine.StoredTable;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.train.TrainStage;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestRunMiner {

  private final SparkSession session = LocalSpark.session();

  @TempDir Path directory;

  private TrainedRun trained() {
    return trained("beside");
  }

  private TrainedRun trained(String by) {
    RunSettings settings =
        TinyCorpus.settings(
            "workers=1",
            "epochs=1",
            "batch.classes=2",
            "rounds.steps=6",
            "mining=classes",
            "mine.by=" + by,
            "mine.group=2",
            "mine.refresh=0.5",
            "run=" + directory.resolve("run"));
    new TrainStage(session, TinyCorpus.quiet()).begin(settings);
    return TrainedRun.open(session, directory.resolve("run").toString());
  }

  private Path mined(String name) {
    return directory.resolve("run/mined").resolve(name);
  }

  private static org.apache.hadoop.fs.Path path(Path place) {
    return new org.apache.hadoop.fs.Path(place.toUri());
  }

  private StoredTable stored(org.apache.hadoop.fs.Path table) {
    return StoredTable.at(table, session.sparkContext().hadoopConfiguration());
  }

  /** Changes words of a manifest. */
  private static void edit(Path table, String from, String to) throws IOException {
    Path manifest = table.resolve("manifest.json");
    Files.deleteIfExists(table.resolve(".manifest.json.crc"));
    Files.writeString(manifest, Files.readString(manifest).replace(from, to));
  }

  @Test
  void thePassGoesOnFromTheNextTableIfOneIsDamagedAndSaysSo() throws IOException {
    try (TrainedRun run = trained()) {
      List<String> said = new ArrayList<>();
      RunMiner miner = new RunMiner(run, "mine", () -> {}, TinyCorpus.quiet(), said::add);
      org.apache.hadoop.fs.Path target = RoundPlace.of(run, run.position()).target();
      miner.mine(run.position(), target, WhenExists.REFUSE);
      assertThat(said).isEmpty();

      Files.createDirectories(mined("round-1"));
      Files.writeString(mined("round-1").resolve("manifest.json"), "{\"kind\":");
      Mined second = miner.mine(run.position(), target, WhenExists.REPLACE);
      assertThat(second.tally().anchors()).isEqualTo(24);
      assertThat(said).hasSize(1);
      assertThat(said.get(0))
          .startsWith("The mined table at ")
          .contains("/mined/round-1 is not used. ")
          .contains(". The pass goes on from the table at ")
          .endsWith("/mined/" + target.getName());

      miner.mine(run.position(), target, WhenExists.REPLACE);
      assertThat(said).hasSize(1);

      edit(mined(target.getName()), "{", "[");
      miner.mine(run.position(), path(directory.resolve("elsewhere")), WhenExists.REFUSE);
      assertThat(said).hasSize(2);
      assertThat(said.get(1))
          .contains("/mined/" + target.getName() + " is not used. ")
          .endsWith(". The negatives of all images are sought");
    }
  }

  /** The trainer wrote it from the same parameters, so nobody needs to mine them again. */
  @Test
  void theTableThatTheTrainingMinedIsFound() throws IOException {
    try (TrainedRun run = trained("training")) {
      RoundPlace place = RoundPlace.of(run, run.position());
      assertThat(place.table()).isEmpty();
      assertThat(place.ofTraining().map(StoredTable::location))
          .hasValueSatisfying(table -> assertThat(table.getName()).isEqualTo("epoch-0001"));
      assertThat(place.ofTraining().orElseThrow().isMinedWith(run.settings().written())).isTrue();
      assertThat(place.target().getName()).startsWith("round-");
      RunMiner miner = new RunMiner(run, "mine", () -> {}, TinyCorpus.quiet());
      assertThat(new RoundTables(run, miner, pass -> {}).has(run.position())).isTrue();

      String parameters = place.ofTraining().orElseThrow().from().parameters();
      edit(mined("epoch-0001"), parameters, "0".repeat(64));
      assertThat(place.ofTraining()).isEmpty();
      assertThat(new RoundTables(run, miner, pass -> {}).has(run.position())).isFalse();
    }
  }

  @Test
  void aTableThatIsNamedAndNotUsedIsSaid() throws IOException {
    String named = "mine.table=" + directory.resolve("named");
    try (TrainedRun run = trained()) {
      List<String> said = new ArrayList<>();
      org.apache.hadoop.fs.Path target = RoundPlace.of(run, run.position()).target();
      new RunMiner(run, "mine", () -> {}, TinyCorpus.quiet(), said::add)
          .mine(run.position(), target, WhenExists.REFUSE);
      assertThat(said).isEmpty();
      for (String words : List.of("mine.refresh=0.5", "mine.refresh=1")) {
        RunSettings over =
            SettingsReader.over(run.directory().settings()).with(List.of(named, words)).read();
        try (TrainedRun with =
            TrainedRun.open(session, run.directory().location().toString(), over)) {
          RunMiner miner = new RunMiner(with, "mine", () -> {}, TinyCorpus.quiet(), said::add);
          Mined mined =
              miner.mine(with.position(), path(directory.resolve(words)), WhenExists.REPLACE);
          miner.mine(with.position(), path(directory.resolve(words)), WhenExists.REPLACE);
          boolean share = words.endsWith("0.5");
          assertThat(mined.before()).isEqualTo(share ? qualified(target) : null);
        }
      }
      assertThat(said)
          .containsExactly(
              "mine.table = "
                  + directory.resolve("named")
                  + " is not used: the run has mined already, and the pass goes on from its newest"
                  + " table, "
                  + qualified(target),
              "mine.table = "
                  + directory.resolve("named")
                  + " is not used: with mine.refresh = 1 the negatives of all images are sought,"
                  + " and no table is read");
    }
  }

  private org.apache.hadoop.fs.Path qualified(org.apache.hadoop.fs.Path path) throws IOException {
    return path.getFileSystem(session.sparkContext().hadoopConfiguration()).makeQualified(path);
  }

  @Test
  void aTableOfTheRunThatIsOfOtherParametersKeepsItsPlace() throws IOException {
    // Left by a trainer that was killed, and by a miner, whose lease the trainer does not hold.
    Files.createDirectories(mined(".epoch-0001.temporary-x/negatives"));
    Files.createDirectories(mined(".round-1.temporary-x/negatives"));
    try (TrainedRun run = trained()) {
      assertThat(mined(".epoch-0001.temporary-x")).doesNotExist();
      assertThat(mined(".round-1.temporary-x")).exists();
      RunMiner miner = new RunMiner(run, "mine", () -> {}, TinyCorpus.quiet());
      RoundPlace place = RoundPlace.of(run, run.position());
      org.apache.hadoop.fs.Path usual = place.target();
      assertThat(usual.getName()).isEqualTo("round-" + run.position().start().round());
      assertThat(place.table()).isEmpty();
      miner.mine(run.position(), usual, WhenExists.REFUSE);
      assertThat(place.table()).isPresent();
      assertThat(place.target()).isEqualTo(usual);

      String parameters = stored(usual).from().parameters();
      String corpus = stored(usual).corpus();
      edit(mined(usual.getName()), parameters, "0".repeat(64));
      assertThat(place.table()).isEmpty();
      assertThat(place.target().getName())
          .isEqualTo(usual.getName() + "-" + parameters.substring(0, 8));
      assertThatCode(place::requireOwn).doesNotThrowAnyException();

      edit(mined(usual.getName()), corpus, "f00d");
      assertThat(place.target()).isEqualTo(usual);
      assertThatThrownBy(place::requireOwn)
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining(" is of another corpus (fingerprint f00d) than the one");
    }
  }
}
