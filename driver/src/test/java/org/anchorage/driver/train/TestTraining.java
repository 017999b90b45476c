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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.anchorage.core.config.OptimiserSettings.State;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.plan.Affinity;
import org.anchorage.core.plan.Planner;
import org.anchorage.core.plan.Round;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.embed.EmbedStage;
import org.anchorage.driver.executor.PixelReader;
import org.anchorage.driver.imports.Samples;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.lease.LeaseException;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.RunLog;
import org.anchorage.driver.rounds.RoundEngine;
import org.anchorage.driver.rounds.Rounds;
import org.anchorage.driver.run.Checkpoints;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.driver.run.Position;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.worker.round.LocalRound;
import org.anchorage.worker.round.RoundEnd;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.WorkerRound;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Learner;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestTraining {

  private final SparkSession session = LocalSpark.session();
  private final Configuration hadoop = session.sparkContext().hadoopConfiguration();
  private final TrainStage stage = new TrainStage(session, TinyCorpus.quiet());

  @TempDir static Path shared;

  @TempDir Path directory;

  /** Settings of a run of two epochs of two rounds. */
  private RunSettings run(String name, String... words) {
    return TinyCorpus.settings(words).with(List.of("run=" + directory.resolve(name)));
  }

  /** Returns where an undisturbed run of such a state lies. */
  private Path undisturbed(String state) {
    Path place = shared.resolve(state);
    if (!Files.exists(place)) {
      stage.begin(TinyCorpus.settings("optimiser.state=" + state, "run=" + place));
    }
    return place;
  }

  /** It was refused by the first evaluation, and the run's directory stayed. */
  @Test
  void aSplitOfLoneClassesIsRefusedBeforeAnythingIsWritten() throws Exception {
    for (int i = 0; i < 12; i++) {
      Samples.put(directory, "images/train/" + i % 4 + "/" + i + ".png", Samples.png(i));
    }
    Samples.put(directory, "images/test/a/1.png", Samples.png(20));
    Samples.put(directory, "images/test/b/2.png", Samples.png(21));
    String corpus = directory.resolve("corpus").toUri().toString();
    TinyCorpus.imported(directory.resolve("images").toString(), corpus, WhenExists.REFUSE);

    RunSettings lone = run("lone", "corpus=" + corpus);
    assertThatThrownBy(() -> stage.begin(lone))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("evaluate.split")
        .hasMessageContaining(
            "none of its 2 queries has another item of its class to find; import");
    assertThat(directory.resolve("lone")).doesNotExist();
  }

  private Position newest(String name) {
    return newest(directory.resolve(name));
  }

  private Position newest(Path run) {
    return Checkpoints.newestOf(hadoopPath(run.resolve("checkpoints")), hadoop).orElseThrow();
  }

  private static org.apache.hadoop.fs.Path hadoopPath(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private List<Path> checkpoints(String name) throws IOException {
    try (Stream<Path> listed = Files.list(directory.resolve(name).resolve("checkpoints"))) {
      return listed.sorted(Comparator.comparing(Path::toString)).toList();
    }
  }

  /** Runs until an engine or a display throws, as a driver that is killed. */
  private void killed(
      RunSettings reader, UnaryOperator<RoundEngine> around, Progress.Factory progress) {
    Settings settings = reader.typed();
    try (OpenRun run = OpenRun.open(session, settings)) {
      RunDirectory place = new RunDirectory(settings.run(), hadoop);
      place.create(reader);
      Lease lease = Lease.take(place.location(), hadoop, Duration.ofHours(1), Clock.systemUTC());
      RunParts parts = RunParts.of(run, place, lease, Planning.of(run), reader, progress);
      Training training = new Training(parts.with(around.apply(parts.engine())), Optional.empty());
      assertThatThrownBy(training::run).hasMessage("killed");
      lease.close();
    }
  }

  private void killedAfter(int rounds, RunSettings reader) {
    killed(reader, engine -> new Dying(engine, rounds), TinyCorpus.quiet());
  }

  /** Throws after some rounds. */
  private static final class Dying implements RoundEngine {

    private final RoundEngine engine;
    private int left;

    Dying(RoundEngine engine, int rounds) {
      this.engine = engine;
      this.left = rounds;
    }

    @Override
    public Outcome run(RoundStart start, List<WorkerRound> parts) {
      if (left-- == 0) {
        throw new IllegalStateException("killed");
      }
      return engine.run(start, parts);
    }
  }

  /** What of a record is a function of settings and seed: everything but the time it took. */
  private record Repeatable(
      int epoch,
      int round,
      long images,
      long steps,
      double loss,
      double active,
      Map<String, Double> metrics) {

    static List<Repeatable> of(List<EpochRecord> records) {
      return records.stream()
          .map(
              r ->
                  new Repeatable(
                      r.epoch(),
                      r.round(),
                      r.images(),
                      r.steps(),
                      r.loss(),
                      r.activeShare(),
                      r.metrics()))
          .toList();
    }
  }

  private void assertSameEnd(String name, Path other) throws IOException {
    assertThat(Repeatable.of(records(name)))
        .isEqualTo(Repeatable.of(new RunLog(hadoopPath(other), hadoop).read()));
    Position end = newest(name);
    Position expected = newest(other);
    assertThat(end.start().parameters()).isEqualTo(expected.start().parameters());
    assertThat(end.start().optimiserState()).isEqualTo(expected.start().optimiserState());
    assertThat(end.start().iteration()).isEqualTo(expected.start().iteration());
    assertThat(end.epoch()).isEqualTo(expected.epoch());
    assertThat(end.images()).isEqualTo(expected.images());
  }

  private List<EpochRecord> records(String name) throws IOException {
    return new RunLog(hadoopPath(directory.resolve(name)), hadoop).read();
  }

  @Test
  void twoRunsOfOneSeedAreTheSame() throws IOException {
    List<EpochRecord> records = stage.begin(run("again"));
    stage.begin(run("other", "seed=2"));

    assertSameEnd("again", undisturbed("averaged"));
    assertThat(newest("other").start().parameters())
        .isNotEqualTo(newest("again").start().parameters());
    assertThat(records).extracting(EpochRecord::epoch).containsExactly(0, 1, 2);
    assertThat(records).extracting(EpochRecord::round).containsExactly(0, 2, 4);
    assertThat(records).extracting(EpochRecord::images).containsExactly(0L, 48L, 96L);
    assertThat(records).extracting(EpochRecord::steps).containsExactly(0L, 8L, 16L);
    for (EpochRecord record : records) {
      assertThat(record.metrics())
          .containsOnlyKeys(
              "recall_at_1",
              "recall_at_2",
              "precision_at_1",
              "r_precision",
              "map_at_r",
              "queries",
              "lone_queries")
          .containsEntry("queries", 32.0);
    }
  }

  @ParameterizedTest
  @CsvSource({"averaged, 0", "averaged, 1", "averaged, 2", "averaged, 3", "reset, 1", "reset, 3"})
  void aRunThatIsKilledAfterAnyRoundGoesOnAsIfUndisturbed(String state, int rounds)
      throws IOException {
    RunSettings reader = run("killed", "optimiser.state=" + state);
    killedAfter(rounds, reader);
    stage.resume(reader);
    assertSameEnd("killed", undisturbed(state));
  }

  @Test
  void aLossThatLearnsAndRemembersGoesOnAndServesOtherClasses() throws IOException {
    String[] words = {
      "loss.name=weighted",
      "loss.weighted=[triplet 1, proxy-anchor 0.5]",
      "loss.memory.size=8",
      "optimiser.schedule=cosine"
    };
    stage.begin(run("whole", words));
    RunSettings reader = run("killed", words);
    killedAfter(3, reader);
    stage.resume(reader);
    assertSameEnd("killed", directory.resolve("whole"));

    // A corpus of three training classes where the run had six, and so three proxies fewer.
    String other = TinyCorpus.imported("strokes:train=3,test=2,items=4");
    RunSettings elsewhere = run("killed", words).with(List.of("corpus=" + other));
    String uri = directory.resolve("killed").toString();
    try (TrainedRun trained = TrainedRun.open(session, uri, elsewhere)) {
      int[] rows = trained.open().catalogue().rows(Split.TEST);
      Vectors vectors =
          new EmbedStage(trained.open().context(), TinyCorpus.quiet())
              .embed("embed", trained.trained(), rows, trained.directory().vectors("test"))
              .whole();
      Embedder network = trained.embedder();
      assertThat(network.parameters()).hasSize(trained.trained().length - 6 * 8);
      PixelReader pixels =
          new PixelReader(
              trained.open().context().shared().pixels(), trained.open().settings().augment());
      float[] images = pixels.plain(rows, 0, rows.length);
      assertThat(vectors.values()).isEqualTo(network.embed(images, rows.length));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "slowmo, constant, constant, 2",
    "nesterov, post-local, cosine, 3",
    "average, quadratic, cosine, 2",
    "slowmo, warm-up, cosine, 5"
  })
  void outerMomentumAndRoundsOfChangingLengthsGoOnAsIfUndisturbed(
      String outer, String schedule, String rate, int rounds) throws IOException {
    String[] words = {
      "rounds.outer.name=" + outer,
      "rounds.schedule=" + schedule,
      "rounds.warm-up.epochs=2",
      "rounds.post-local.share=0.4",
      "optimiser.schedule=" + rate,
    };
    stage.begin(run("whole", words));
    RunSettings reader = run("killed", words);
    killedAfter(rounds, reader);
    assertThat(newest("killed").outer().length > 0).isEqualTo(!outer.equals("average"));
    stage.resume(reader);
    assertSameEnd("killed", directory.resolve("whole"));
    assertThat(newest("killed").outer()).isEqualTo(newest("whole").outer());
    assertThat(newest("killed").start().parameters())
        .isNotEqualTo(newest(undisturbed("averaged")).start().parameters());
  }

  @Test
  void checkpointsThatAreSecondsApartComeAtTheEndsOfEpochsAlone() throws IOException {
    RunSettings reader = run("killed", "checkpoint.seconds=10000");
    killedAfter(3, reader);
    assertThat(newest("killed").start().round()).isEqualTo(2);
    stage.resume(reader);
    assertSameEnd("killed", undisturbed("averaged"));
  }

  @Test
  void aRunThatIsKilledBeforeItsRecordWritesIt() throws IOException {
    RunSettings reader = run("killed");
    List<String> stages = new ArrayList<>();
    killed(
        reader,
        engine -> engine,
        (stage, total, unit) -> {
          stages.add(stage);
          // The untrained network was evaluated first.
          if (stage.equals("evaluate") && stages.contains("epoch 1")) {
            throw new IllegalStateException("killed");
          }
          return TinyCorpus.quiet().start(stage, total, unit);
        });
    assertThat(newest("killed").rounds()).isEqualTo(2);
    assertThat(records("killed")).hasSize(1);

    stage.resume(reader);
    assertSameEnd("killed", undisturbed("averaged"));
  }

  @Test
  void rarerCheckpointsLoseMoreRoundsAndNoResult() throws IOException {
    stage.begin(run("steady", "rounds.steps=1", "checkpoint.every=3"));
    RunSettings reader = run("killed", "rounds.steps=1", "checkpoint.every=3");
    killedAfter(6, reader);
    assertThat(newest("killed").start().round()).isEqualTo(4);
    stage.resume(reader);
    assertSameEnd("killed", directory.resolve("steady"));
  }

  @Test
  void keptMomentsStartFromZeroOnResumeAndTheStepCountGoesOn() throws IOException {
    Path whole = undisturbed("kept");
    RunSettings reader = run("killed", "optimiser.state=kept");
    killedAfter(3, reader);
    Position from = newest("killed");
    stage.resume(reader);

    RoundStart end = newest("killed").start();
    assertThat(end.parameters()).isNotEqualTo(newest(whole).start().parameters());
    assertThat(end.iteration()).isEqualTo(newest(whole).start().iteration()).isEqualTo(8);
    assertThat(from.start().iteration()).isEqualTo(6);
    assertThat(end.parameters()).isEqualTo(lastRound(reader.typed(), from).parameters());
  }

  /** The last round of a run, by new learners: theirs are zero moments. */
  private RoundStart lastRound(Settings settings, Position from) {
    try (OpenRun run = OpenRun.open(session, settings)) {
      Seed seed = new Seed(settings.seed());
      Planner planner =
          Planner.of(
              run.catalogue(),
              settings.batch(),
              settings.mine().group(),
              settings.train().workers(),
              seed);
      Round last = planner.plan(1, new Affinity.None()).rounds(settings.rounds().steps()).get(1);
      PixelReader reader = new PixelReader(run.context().shared().pixels(), settings.augment());
      List<RoundEnd> ends = new ArrayList<>();
      for (int worker = 0; worker < last.workers().size(); worker++) {
        WorkerRound part = new WorkerRound(worker, 1, 2, last.workers().get(worker));
        Learner learner = run.untrained();
        ends.add(LocalRound.run(part, from.start(), learner, reader, seed, State.KEPT));
      }
      return Rounds.next(run, from.start(), ends);
    }
  }

  @Test
  void moreEpochsOnResumeAreAsIfAskedForAtOnce() throws IOException {
    stage.begin(run("longer", "epochs=1"));
    List<EpochRecord> records = stage.resume(run("longer", "epochs=2", "checkpoint.keep=5"));
    assertThat(records).hasSize(3);
    assertSameEnd("longer", undisturbed("averaged"));
    assertThat(stage.resume(run("longer"))).hasSize(3);
    assertThatThrownBy(() -> stage.resume(run("longer", "epochs=1")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Cannot use epochs = 1: the run at ")
        .hasMessageEndingWith("is in epoch 2 already; give at least as many, or leave it out");
  }

  @Test
  void onlyTheNewestCheckpointsAreKept() throws IOException {
    stage.begin(run("one", "checkpoint.keep=1"));
    stage.begin(run("three", "checkpoint.keep=3"));
    assertThat(checkpoints("one"))
        .extracting(path -> path.getFileName().toString())
        .containsExactly("round-00000004-epoch-0003");
    assertThat(checkpoints("three"))
        .extracting(path -> path.getFileName().toString())
        .containsExactly("round-00000003", "round-00000004", "round-00000004-epoch-0003");
  }

  @Test
  void aDamagedCheckpointIsPassedOverForTheOneBefore() throws IOException {
    RunSettings reader = run("killed");
    killedAfter(3, reader);
    assertThat(newest("killed").start().round()).isEqualTo(3);
    damage(checkpoints("killed").get(1), "network.zip");

    assertThat(newest("killed").start().round()).isEqualTo(2);
    stage.resume(reader);
    assertSameEnd("killed", undisturbed("averaged"));
  }

  @Test
  void whatAKillLeftBehindIsClearedAndWrittenAnew() throws IOException {
    RunSettings reader = run("killed");
    killedAfter(3, reader);
    Path newest = checkpoints("killed").get(1);
    Files.deleteIfExists(newest.resolve(".manifest.json.crc"));
    Files.writeString(newest.resolve("manifest.json"), "{");
    Path leftover = newest.resolveSibling(".round-00000004.temporary-1");
    Files.createDirectories(leftover);

    stage.resume(reader);
    assertSameEnd("killed", undisturbed("averaged"));
    assertThat(leftover).doesNotExist();
  }

  @Test
  void aRunThatLostItsCheckpointsIsNotBegunAnewInSilence() throws IOException {
    RunSettings reader = run("lost");
    stage.begin(reader);
    for (Path checkpoint : checkpoints("lost")) {
      Files.move(checkpoint, directory.resolve(checkpoint.getFileName()));
    }
    assertThatThrownBy(() -> stage.resume(reader))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("has records of 2 epochs and no checkpoint to go on from");
  }

  @Test
  void whereAllCheckpointsAreDamagedTheReaderIsTold() throws IOException {
    RunSettings reader = run("killed");
    killedAfter(3, reader);
    damage(checkpoints("killed").get(0), "network.zip");
    damage(checkpoints("killed").get(1), "position.json");
    assertThatThrownBy(() -> stage.resume(reader))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("No checkpoint in ")
        .hasMessageContaining("killed/checkpoints is whole")
        .hasMessageContaining("network.zip");
  }

  /** Flips one bit in the middle of a file, past the file system's own checksum. */
  private static void damage(Path checkpoint, String name) throws IOException {
    Path file = checkpoint.resolve(name);
    Files.deleteIfExists(checkpoint.resolve("." + name + ".crc"));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void aChangedSettingIsRefusedOnResume() {
    stage.begin(run("run", "epochs=1"));
    assertThatThrownBy(() -> stage.resume(run("run", "rounds.steps=4")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("Cannot use rounds.steps = 4")
        .hasMessageContaining("was begun with 2; resume with that, or begin another run");
  }

  @Test
  void aChangedCorpusIsRefusedOnResume() {
    String corpus = TinyCorpus.imported("strokes:train=4,test=2,items=4");
    RunSettings reader = run("run", "epochs=1", "corpus=" + corpus);
    stage.begin(reader);
    TinyCorpus.imported("strokes:train=4,test=2,items=4,seed=9", corpus, WhenExists.REPLACE);
    assertThatThrownBy(() -> stage.resume(reader))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("Cannot use corpus = ")
        .hasMessageContaining("the run was trained on another one");
  }

  @Test
  void whatDoesNotExistIsNotResumedAndWhatExistsIsNotBegun() {
    assertThatThrownBy(() -> stage.resume(run("none")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("There is no run at ")
        .hasMessageContaining("begin one with train");
    stage.begin(run("run", "epochs=1"));
    assertThatThrownBy(() -> stage.begin(run("run", "epochs=1")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("A run lies at ")
        .hasMessageContaining("--resume");
  }

  @Test
  void theRoomForDecodedImagesChangesNothing() throws IOException {
    stage.begin(run("narrow", "memory.pixels-mb=0.001"));
    assertSameEnd("narrow", undisturbed("averaged"));
  }

  /** So little that every worker takes one step of two, and the epoch's weight is that of half. */
  @Test
  void howFarWorkersCameInRoundsThatTimeBoundsIsWrittenDown() throws IOException {
    List<EpochRecord> records = stage.begin(run("bounded", "rounds.seconds=1e-9", "epochs=1"));
    assertThat(directory.resolve("bounded/steps-0001.jsonl"))
        .content()
        .isEqualTo(
            "{\"round_of_epoch\":0,\"steps\":[1, 1]}\n{\"round_of_epoch\":1,\"steps\":[1, 1]}\n");
    assertThat(records).extracting(EpochRecord::steps).containsExactly(0L, 4L);
    assertThat(newest("bounded").start().iteration()).isEqualTo(2);
  }

  @Test
  @Timeout(60)
  void whatIsBroadcastDoesNotOutliveTheRun() throws InterruptedException {
    Set<BlockId> before = broadcasts();
    Set<BlockId> seen = new HashSet<>();
    new TrainStage(
            session,
            (stage, total, unit) -> {
              seen.addAll(broadcasts());
              return TinyCorpus.quiet().start(stage, total, unit);
            })
        .begin(run("broadcasts"));
    seen.removeAll(before);
    assertThat(seen).isNotEmpty();
    // Spark removes them in the background.
    while (!before.containsAll(broadcasts())) {
      Thread.sleep(10);
    }
  }

  /** Those of this program: what Spark broadcasts for itself is Spark's to remove. */
  private static Set<BlockId> broadcasts() {
    BlockManager blocks = SparkEnv.get().blockManager();
    Set<BlockId> own = new HashSet<>();
    scala.collection.Iterator<BlockId> ids =
        blocks.getMatchingBlockIds(BlockId::isBroadcast).iterator();
    while (ids.hasNext()) {
      BlockId id = ids.next();
      scala.Option<BlockResult> found =
          id.name().contains("piece") ? scala.Option.empty() : blocks.getLocalValues(id);
      while (found.isDefined() && found.get().data().hasNext()) {
        Object value = found.get().data().next();
        if (value instanceof float[] || value.getClass().getName().startsWith("org.anchorage.")) {
          own.add(id);
        }
      }
    }
    return own;
  }

  @Test
  void aRunThatIsBeingTrainedIsNotTrainedBesides() {
    RunSettings reader = run("run", "epochs=1");
    Lease other =
        Lease.take(
            hadoopPath(directory.resolve("run")), hadoop, Duration.ofHours(1), Clock.systemUTC());
    assertThatThrownBy(() -> stage.begin(reader))
        .isInstanceOf(LeaseException.class)
        .hasMessageContaining("is being trained by process");
    assertThat(directory.resolve("run").resolve("run.conf")).doesNotExist();
    other.close();
    stage.begin(reader);
    assertThat(directory.resolve("run").resolve(Lease.FILE)).doesNotExist();
    try (Lease again =
        Lease.take(
            hadoopPath(directory.resolve("run")), hadoop, Duration.ofHours(1), Clock.systemUTC())) {
      again.require();
      assertThatThrownBy(() -> stage.resume(reader))
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining("is being trained by process");
      // Whoever only reads finds a whole checkpoint.
      assertThat(newest("run").epoch()).isEqualTo(2);
    }
  }

  private static void deleted(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void oneWhoseRunIsTakenOverWritesNothingMore() throws IOException {
    RunSettings reader = run("lost");
    Path lease = directory.resolve("lost").resolve(Lease.FILE);
    assertThatThrownBy(
            () ->
                new TrainStage(
                        session,
                        (stage, total, unit) -> {
                          if (stage.equals("epoch 2")) {
                            deleted(lease);
                          }
                          return TinyCorpus.quiet().start(stage, total, unit);
                        })
                    .begin(reader))
        .isInstanceOf(LeaseException.class)
        .hasMessageContaining("is no longer this driver's");
    assertThat(newest("lost").start().round()).isEqualTo(2);
    assertThat(records("lost")).hasSize(2);
    stage.resume(reader);
    assertSameEnd("lost", undisturbed("averaged"));
  }

  @Test
  void aRunThatCannotBePlannedLeavesNothingBehind() {
    assertThatThrownBy(() -> stage.begin(run("run", "batch.classes=7")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there are only 6 classes to train on");
    assertThat(directory.resolve("run")).doesNotExist();
  }
}
