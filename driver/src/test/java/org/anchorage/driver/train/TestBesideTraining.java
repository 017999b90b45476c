/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.anchorage.core.config.RunSettings;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.follow.Follower;
import org.anchorage.driver.follow.Pause;
import org.anchorage.driver.follow.RoundTables;
import org.anchorage.driver.follow.RunMiner;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.lease.LeaseException;
import org.anchorage.driver.lease.Leased;
import org.anchorage.driver.mine.StoredTable;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.rounds.RoundEngine;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.run.RunWatch;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.WorkerRound;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs whose tables are mined beside them. The miner has its turns while the trainer evaluates, so
 * that a test says which tables there are when an epoch begins.
 */
class TestBesideTraining {

  private final SparkSession session = LocalSpark.session();
  private final Configuration hadoop = session.sparkContext().hadoopConfiguration();

  @TempDir Path directory;

  /** Three epochs of two rounds each; groups change the batches. */
  private RunSettings run(String name, String... words) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "workers=1",
                "epochs=3",
                "batch.classes=2",
                "rounds.steps=6",
                "mining=classes",
                "mine.by=beside",
                "mine.group=2",
                "checkpoint.keep=9",
                "run=" + directory.resolve(name)));
    all.addAll(List.of(words));
    return TinyCorpus.settings(all.toArray(String[]::new));
  }

  private RunDirectory place(String name) {
    return new RunDirectory(directory.resolve(name).toString(), hadoop);
  }

  /** Mines the newest checkpoint of a run that may be trained. */
  private void mine(String name, String... words) {
    String uri = directory.resolve(name).toString();
    RunSettings settings = place(name).settings().with(List.of(words));
    try (TrainedRun run = TrainedRun.open(session, uri, settings)) {
      RunMiner miner = new RunMiner(run, "mine", () -> {}, TinyCorpus.quiet());
      new RoundTables(run, miner, pass -> {}).mine(run.position());
    }
  }

  /** Has the miner's turn after some epochs. */
  private Progress.Factory mining(String name, Set<Integer> after, Runnable then) {
    int[] epoch = new int[1];
    return (stage, total, unit) -> {
      if (stage.startsWith("epoch ")) {
        epoch[0] = Integer.parseInt(stage.substring("epoch ".length()));
      }
      if (stage.equals("evaluate") && after.contains(epoch[0])) {
        mine(name);
        then.run();
      }
      return TinyCorpus.quiet().start(stage, total, unit);
    };
  }

  private TrainStage stage(String name, Set<Integer> after) {
    return new TrainStage(session, mining(name, after, () -> {}));
  }

  /** Throws after some rounds, as a driver that is killed. */
  private void killed(String name, RunSettings settings, Set<Integer> after, int rounds) {
    int[] left = {rounds};
    try (OpenRun run = OpenRun.open(session, settings.typed())) {
      RunDirectory place = place(name);
      place.create(settings);
      try (Lease lease =
          Lease.take(place.location(), hadoop, Duration.ofHours(1), Clock.systemUTC())) {
        RunParts parts =
            RunParts.of(
                run, place, lease, Planning.of(run), settings, mining(name, after, () -> {}));
        RoundEngine whole = parts.engine();
        RoundEngine dying =
            new RoundEngine() {
              @Override
              public Outcome run(RoundStart start, List<WorkerRound> shares) {
                if (left[0]-- == 0) {
                  throw new IllegalStateException("killed");
                }
                return whole.run(start, shares);
              }
            };
        Training training = new Training(parts.with(dying), Optional.empty());
        assertThatThrownBy(training::run).hasMessage("killed");
      }
    }
  }

  private static List<String> tables(List<EpochRecord> records) {
    return records.stream()
        .filter(record -> record.epoch() > 0)
        .map(EpochRecord::plannedBy)
        .map(by -> by == null ? "own" : by.table() + " " + by.round() + " " + by.age())
        .toList();
  }

  /** What a run gives that nothing disturbs: several tests compare with one. */
  private record Whole(List<String> tables, RunOutcome outcome) {}

  private static final Map<List<String>, Whole> WHOLE = new HashMap<>();

  private Whole whole(Set<Integer> after, String... words) {
    List<String> key = new ArrayList<>(List.of(words));
    after.stream().sorted().forEach(epoch -> key.add(epoch.toString()));
    return WHOLE.computeIfAbsent(
        key,
        of -> {
          List<EpochRecord> records = stage("whole", after).begin(run("whole", words));
          return new Whole(tables(records), outcome("whole", records));
        });
  }

  private RunOutcome outcome(String name, List<EpochRecord> records) {
    return RunOutcome.of(
        records, new org.apache.hadoop.fs.Path(directory.resolve(name).toUri()), hadoop);
  }

  @Test
  void anEpochIsPlannedByTheNewestTableAndTrainingMinesNothing() throws IOException {
    List<EpochRecord> with = stage("with", Set.of(1, 2)).begin(run("with"));
    assertThat(tables(with))
        .containsExactly(" null null", "mined/round-2 2 0", "mined/round-4 4 0");
    assertThat(with).allMatch(record -> record.mining() == null);
    assertThat(with.get(2).seconds())
        .doesNotContainKeys(
            org.anchorage.driver.record.Stage.EMBED, org.anchorage.driver.record.Stage.MINE);
    try (Stream<Path> mined = Files.list(directory.resolve("with/mined"))) {
      assertThat(mined.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("round-2", "round-4");
    }
    assertThat(directory.resolve("with/vectors")).doesNotExist();

    List<EpochRecord> without = stage("without", Set.of()).begin(run("without"));
    assertThat(tables(without)).containsExactly(" null null", " null null", " null null");
    assertThat(outcome("without", without).parameters())
        .isNotEqualTo(outcome("with", with).parameters());
  }

  /** Another table comes before the run is resumed: of round 3, or the same again. */
  @ParameterizedTest
  @CsvSource({"2", "3"})
  void aResumeIsPlannedByTheTablesThatWereWrittenDown(int rounds) {
    Whole undisturbed = whole(Set.of(1, 2));
    killed("killed", run("killed"), Set.of(1), rounds);
    mine("killed");
    List<EpochRecord> resumed = stage("killed", Set.of(2)).resume(run("killed"));
    assertThat(tables(resumed)).isEqualTo(undisturbed.tables());
    assertThat(outcome("killed", resumed)).isEqualTo(undisturbed.outcome());
  }

  @ParameterizedTest
  @CsvSource({"2, 4", "0, 4", "0, 5"})
  void withoutANewerTableAnEpochIsPlannedAsTheOneBefore(int staleness, int rounds) {
    String word = "mine.staleness=" + staleness;
    Whole whole = whole(Set.of(1), word);
    assertThat(whole.tables())
        .containsExactly(" null null", "mined/round-2 2 0", "mined/round-2 2 1");

    killed("killed", run("killed", word), Set.of(1), rounds);
    List<EpochRecord> resumed = stage("killed", Set.of()).resume(run("killed", word));
    assertThat(tables(resumed)).isEqualTo(whole.tables());
    assertThat(outcome("killed", resumed)).isEqualTo(whole.outcome());
  }

  @Test
  void theGivenTablePlansUntilOneIsMined() {
    stage("first", Set.of()).begin(run("first", "epochs=1"));
    mine("first");
    String given = directory.resolve("first/mined/round-2").toUri().toString();
    List<EpochRecord> records =
        stage("given", Set.of(2)).begin(run("given", "mine.table=" + given));
    String written = new org.apache.hadoop.fs.Path(given).toString() + " null null";
    assertThat(tables(records)).containsExactly(written, written, "mined/round-4 4 0");
  }

  @Test
  void aTableThatIsDamagedOrHalfWrittenIsPassedOver() {
    Path mined = directory.resolve("run/mined");
    TrainStage stage =
        new TrainStage(
            session,
            mining(
                "run",
                Set.of(1, 2),
                () -> {
                  if (Files.exists(mined.resolve("round-4"))) {
                    delete(mined.resolve("round-4/classes"));
                    make(mined.resolve("round-3"));
                  }
                }));
    List<EpochRecord> records = stage.begin(run("run"));
    assertThat(tables(records).get(2)).isEqualTo("mined/round-2 2 1");
  }

  @Test
  void aResumeIsRefusedIfTheTableIsGoneOrAnother() {
    killed("run", run("run"), Set.of(1), 3);
    Path table = directory.resolve("run/mined/round-2");
    Path aside = directory.resolve("aside");
    move(table, aside);
    assertThatThrownBy(() -> stage("run", Set.of()).resume(run("run")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("Epoch 2 of the run at ")
        .hasMessageContaining("/run was planned by the mined table at ")
        .hasMessageContaining("/mined/round-2, which cannot be read: There is no mined table at ")
        .hasMessageContaining(". Put it back. Or delete ")
        .hasMessageEndingWith(
            "/run/planned-0002.json: the epoch is then planned by the newest table there is, and"
                + " the run is another from there on");

    mine("run", "mine.negatives=1");
    move(directory.resolve("run/mined/round-3"), table);
    assertThatThrownBy(() -> stage("run", Set.of()).resume(run("run")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("which cannot be read: another table lies there now. Put it back.");

    // Its figures are those of the table that was there, and its classes are not.
    delete(table);
    mine("run", "mine.confusable=1");
    move(directory.resolve("run/mined/round-3"), table);
    assertThatThrownBy(() -> stage("run", Set.of()).resume(run("run")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("another table lies there now");

    delete(table);
    move(aside, table);
    assertThat(tables(stage("run", Set.of()).resume(run("run"))))
        .startsWith(" null null", "mined/round-2 2 0");
  }

  /** A pause that a test ends. */
  private static Pause never() {
    return () -> {
      throw new IllegalStateException("paused");
    };
  }

  private Follower follower(String name, Pause pause) {
    return new Follower(new RunWatch(place(name), hadoop, Clock.systemUTC()), pause);
  }

  private Follower.End follow(String name, Pause pause, List<String> tables) {
    Follower follower = follower(name, pause);
    follower.await();
    try (TrainedRun run = TrainedRun.open(session, directory.resolve(name).toString())) {
      RunMiner miner = new RunMiner(run, "mine", () -> {}, TinyCorpus.quiet());
      return follower.follow(
          new RoundTables(run, miner, pass -> tables.add(pass.target().getName())));
    }
  }

  @Test
  void aFollowerEndsWithTheRun() {
    assertThatThrownBy(() -> follower("run", never()).await())
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("There is no checkpoint at ")
        .hasMessageEndingWith(
            "/run and nobody trains there; begin the run with train, then follow it");

    killed("run", run("run"), Set.of(), 3);
    List<String> tables = new ArrayList<>();
    assertThat(follow("run", never(), tables)).isEqualTo(Follower.End.LEFT);
    assertThat(tables).containsExactly("round-3");

    List<EpochRecord> records = stage("run", Set.of()).resume(run("run"));
    assertThat(tables(records).get(2)).isEqualTo("mined/round-3 3 1");
    assertThat(follow("run", never(), tables)).isEqualTo(Follower.End.FINISHED);
    assertThat(follow("run", never(), tables)).isEqualTo(Follower.End.FINISHED);
    assertThat(tables).containsExactly("round-3", "round-6");
  }

  @Test
  void aFollowerWaitsWhileTheRunIsTrained() {
    RunDirectory place = place("run");
    try (Lease lease =
        Lease.take(place.location(), hadoop, Duration.ofHours(1), Clock.systemUTC())) {
      lease.require();
      assertThatThrownBy(() -> follower("run", never()).await()).hasMessage("paused");
    }
    killed("run", run("run"), Set.of(), 1);
    List<String> tables = new ArrayList<>();
    try (Lease lease =
        Lease.take(place.location(), hadoop, Duration.ofHours(1), Clock.systemUTC())) {
      lease.require();
      assertThatThrownBy(() -> follow("run", never(), tables)).hasMessage("paused");
      assertThat(tables).containsExactly("round-1");
      // Checkpoints that cannot be read are the trainer's to write anew.
      RunWatch watch = new RunWatch(place, hadoop, Clock.systemUTC());
      delete(directory.resolve("run/checkpoints/round-00000001/position.json"));
      assertThat(watch.newer()).isEmpty();
    }
    RunWatch watch = new RunWatch(place, hadoop, Clock.systemUTC());
    assertThatThrownBy(watch::newer)
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("No checkpoint in ");
  }

  /** The turns of trainer and follower alternate: one waits while the other works. */
  @Test
  void aFollowerMinesTheCheckpointsThatComeWhileItRuns() {
    List<String> tables = new ArrayList<>();
    killed("run", run("run"), Set.of(), 2);
    Pause training =
        () -> {
          // The pause of the follower is the trainer's turn.
          stage("run", Set.of()).resume(run("run", "epochs=" + (tables.size() == 1 ? 2 : 3)));
        };
    Lease[] lease = new Lease[1];
    Pause whileHeld =
        () -> {
          lease[0].close();
          training.take();
          lease[0] = hold("run");
        };
    lease[0] = hold("run");
    assertThat(follow("run", whileHeld, tables)).isEqualTo(Follower.End.FINISHED);
    lease[0].close();
    assertThat(tables).containsExactly("round-2", "round-4");
  }

  private Lease hold(String name) {
    return Lease.take(place(name).location(), hadoop, Duration.ofHours(1), Clock.systemUTC());
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void make(Path place) {
    try {
      Files.createDirectories(place);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void delete(Path place) {
    org.apache.hadoop.fs.FileUtil.fullyDelete(place.toFile());
  }

  /** Acts when a stage has done everything, before its result is used. */
  private static Progress.Factory after(String name, Runnable action) {
    boolean[] done = new boolean[1];
    return (stage, total, unit) -> {
      Progress quiet = TinyCorpus.quiet().start(stage, total, unit);
      return new Progress() {
        @Override
        public synchronized void step(long count) {
          if (stage.equals(name) && count == total && !done[0]) {
            done[0] = true;
            action.run();
          }
        }

        @Override
        public void note(String note) {}

        @Override
        public void close() {
          quiet.close();
        }
      };
    };
  }

  private Lease holdTables(String name) {
    return Lease.take(
        Leased.MINED, place(name).mined(), hadoop, Duration.ofHours(1), Clock.systemUTC());
  }

  @Test
  void aMinerThatLosesItsLeaseWhileItSearchesPublishesNothing() throws IOException {
    killed("run", run("run"), Set.of(), 3);
    Path mined = directory.resolve("run/mined");
    List<Lease> leases = new ArrayList<>(List.of(holdTables("run")));
    Progress.Factory paused =
        after(
            "mine",
            () -> {
              delete(mined.resolve(Lease.FILE));
              leases.add(holdTables("run"));
            });
    try (TrainedRun run = TrainedRun.open(session, directory.resolve("run").toString())) {
      RunMiner miner = new RunMiner(run, "mine", leases.get(0)::require, paused);
      RoundTables tables = new RoundTables(run, miner, pass -> {});
      assertThatThrownBy(() -> tables.mine(run.position()))
          .isInstanceOf(LeaseException.class)
          .hasMessageStartingWith("The mined directory at ")
          .hasMessageContaining(" is no longer this driver's: process ")
          .hasMessageContaining(" has taken it over; nothing more is written. ");
    }
    try (Stream<Path> left = Files.list(mined)) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly(Lease.FILE);
    }
    // Whoever has taken over goes on with them.
    assertThat(directory.resolve("run/vectors/mine")).exists();
    leases.forEach(Lease::close);
  }

  /** Changes a word of a manifest. */
  private void edit(Path table, String from, String to) {
    Path manifest = table.resolve("manifest.json");
    try {
      Files.deleteIfExists(table.resolve(".manifest.json.crc"));
      Files.writeString(manifest, Files.readString(manifest).replace(from, to));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private StoredTable stored(Path table) {
    return StoredTable.at(new org.apache.hadoop.fs.Path(table.toUri()), hadoop);
  }

  @Test
  void aFollowerDoesNotReplaceATableOfAnotherCorpus() {
    killed("run", run("run"), Set.of(), 3);
    mine("run");
    Path table = directory.resolve("run/mined/round-3");
    String own = stored(table).corpus();
    edit(table, own, "f00d");
    List<String> tables = new ArrayList<>();
    assertThatThrownBy(() -> follow("run", never(), tables))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("The mined table at ")
        .hasMessageContaining(
            "/run/mined/round-3 is of another corpus (fingerprint f00d) than the one that is"
                + " mined, ")
        .hasMessageContaining(
            " (fingerprint "
                + own
                + "), so it is not replaced; mine the corpus that the run is trained on, or move the"
                + " table away, or replace it by mine --run ")
        .hasMessageEndingWith("/run --replace");
    assertThat(stored(table).corpus()).isEqualTo("f00d");
    assertThat(tables).isEmpty();
    assertThat(directory.resolve("run/vectors")).doesNotExist();
  }

  /** As if the driver had died, and the run had come to the round anew, with other parameters. */
  @Test
  void aTableOfParametersThatTheRunHasLostIsNotTakenForANewOne() {
    killed("run", run("run"), Set.of(), 3);
    mine("run");
    Path table = directory.resolve("run/mined/round-3");
    String parameters = stored(table).from().parameters();
    assertThat(parameters).hasSize(64);
    edit(table, parameters, "0".repeat(64));
    List<String> tables = new ArrayList<>();
    assertThat(follow("run", never(), tables)).isEqualTo(Follower.End.LEFT);
    assertThat(tables).containsExactly("round-3-" + parameters.substring(0, 8));
    assertThat(stored(directory.resolve("run/mined").resolve(tables.get(0))).from().parameters())
        .isEqualTo(parameters);
    assertThat(follow("run", never(), tables)).isEqualTo(Follower.End.LEFT);
    assertThat(tables).hasSize(1);
    // It may have planned an epoch.
    assertThat(stored(table).from().parameters()).isEqualTo("0".repeat(64));
  }

  @Test
  void aPlaceThatIsNoTableIsRefusedBeforeAnythingIsEmbedded() {
    killed("run", run("run"), Set.of(), 3);
    make(directory.resolve("run/mined/round-3/classes"));
    assertThatThrownBy(() -> mine("run"))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("Cannot replace ")
        .hasMessageContaining("/round-3: There is no mined table at ");
    assertThat(directory.resolve("run/vectors")).doesNotExist();
  }

  /** What is written of a table names it in the run, so that a run may be moved. */
  @Test
  void aRunThatWasMovedGoesOn() {
    Whole whole = whole(Set.of(1), "epochs=2");
    killed("from", run("from", "epochs=2"), Set.of(1), 3);
    move(directory.resolve("from"), directory.resolve("to"));
    List<EpochRecord> resumed = stage("to", Set.of()).resume(run("to", "epochs=2"));
    assertThat(outcome("to", resumed)).isEqualTo(whole.outcome());
    assertThat(tables(resumed).get(1)).isEqualTo("mined/round-2 2 0");
  }
}
