/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.Part;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.embed.EmbedStage;
import org.anchorage.driver.executor.PixelReader;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.report.ReportStage;
import org.anchorage.driver.run.Checkpoints;
import org.anchorage.driver.run.Position;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.run.WeightFiles;
import org.anchorage.driver.run.WeightSource;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestFineTuning {

  private final SparkSession session = LocalSpark.session();
  private final Configuration hadoop = session.sparkContext().hadoopConfiguration();

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void aFileOfWeights() throws IOException {
    file = Files.writeString(directory.resolve("weights.bin"), "trained elsewhere");
  }

  /** Weights that are those drawn, with a backbone of halves. */
  private static final class Halves implements WeightFiles {

    @Override
    public RunSettings resolved(RunSettings asked, Configuration hadoop) {
      return asked.typed().encoder().backbone().hasWeights()
          ? asked.with(
              List.of(
                  "encoder.batch-norm=frozen", "encoder.padding=same", "encoder.input=symmetric"))
          : asked;
    }

    @Override
    public WeightSource open(Settings settings, Configuration hadoop) {
      Path file = Path.of(settings.encoder().backbone().weights());
      return new WeightSource() {
        @Override
        public float[] read(Settings of, ParameterLayout layout, float[] drawn) {
          float[] halves = drawn.clone();
          for (ParameterLayout.Span span : layout.spans()) {
            if (span.part() == Part.BACKBONE) {
              for (int i = span.from(); i < span.to(); i++) {
                halves[i] *= 0.5f;
              }
            }
          }
          return halves;
        }

        @Override
        public String sha256() {
          try {
            return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
          } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
          }
        }
      };
    }
  }

  private TrainStage stage(Progress.Factory progress) {
    return new TrainStage(session, progress, new Halves());
  }

  private List<EpochRecord> begin(RunSettings settings) {
    return stage(TinyCorpus.quiet()).begin(settings);
  }

  private List<EpochRecord> resume(RunSettings settings) {
    return stage(TinyCorpus.quiet()).resume(settings);
  }

  private RunSettings run(String name, String... words) {
    return TinyCorpus.backbone("encoder.weights=" + file, "run=" + directory.resolve(name))
        .with(List.of(words));
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(directory.resolve(name).toUri());
  }

  private Position newest(String name) {
    return Checkpoints.newestOf(new org.apache.hadoop.fs.Path(path(name), "checkpoints"), hadoop)
        .orElseThrow();
  }

  private float[] start(String name) {
    return new RunDirectory(path(name).toString(), hadoop).start().read();
  }

  private void assertSameEnd(String name, String other) {
    Position end = newest(name);
    Position expected = newest(other);
    assertThat(end.start().parameters()).isEqualTo(expected.start().parameters());
    assertThat(end.start().optimiserState()).isEqualTo(expected.start().optimiserState());
    assertThat(end.start().iteration()).isEqualTo(expected.start().iteration());
    assertThat(end.outer()).isEqualTo(expected.outer());
    assertThat(end.moving()).isEqualTo(expected.moving());
  }

  /** Throws where an epoch begins or ends, as a driver that is killed. */
  private static Progress.Factory dyingAt(String dying) {
    return (stage, total, unit) -> {
      if (stage.equals(dying)) {
        throw new IllegalStateException("killed");
      }
      return TinyCorpus.quiet().start(stage, total, unit);
    };
  }

  @Test
  void aRunKeepsItsStartAndNeedsTheFileNoMore() throws IOException {
    RunSettings settings = run("run", "encoder.trainable=head", "epochs=1");
    begin(settings);
    Path run = directory.resolve("run");
    assertThat(Files.readString(run.resolve("start/manifest.json")))
        .contains("\"weights\"")
        .contains(file.toString());
    assertThat(Files.readString(run.resolve("run.conf")))
        .contains("padding=same")
        .contains("batch-norm=frozen");
    Position end = newest("run");
    assertThat(end.moving()).isEqualTo(Trainable.HEAD);
    assertThat(end.start().parameters()).hasSizeLessThan(start("run").length / 2);

    Files.writeString(file, "changed since");
    RunSettings more = settings.with(List.of("epochs=2"));
    assertThatThrownBy(() -> resume(more))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Cannot use encoder.weights = " + file + ": its SHA-256 is ")
        .hasMessageContaining("and the run began with weights of ")
        .hasMessageEndingWith("; name that file, or begin another run");
    Files.delete(file);
    assertThat(resume(more)).hasSize(3);

    try (TrainedRun trained = TrainedRun.open(session, run.toString())) {
      float[] whole = trained.trained();
      assertThat(whole).hasSameSizeAs(start("run")).isNotEqualTo(start("run"));
      int[] rows = trained.open().catalogue().rows(Split.TEST);
      Vectors vectors =
          new EmbedStage(trained.open().context(), TinyCorpus.quiet())
              .embed("embed", whole, rows, trained.directory().vectors("test"))
              .whole();
      PixelReader pixels =
          new PixelReader(
              trained.open().context().shared().pixels(), trained.open().settings().augment());
      assertThat(vectors.values())
          .isEqualTo(trained.embedder().embed(pixels.plain(rows, 0, rows.length), rows.length));
    }
  }

  @Test
  void aStartThatIsDamagedOrGoneIsSaid() throws IOException {
    RunSettings settings = run("run", "encoder.trainable=head", "epochs=1");
    begin(settings);
    Path parameters = directory.resolve("run/start/parameters.bin");
    byte[] bytes = Files.readAllBytes(parameters);
    bytes[7] ^= 1;
    Files.write(parameters, bytes);
    RunSettings more = settings.with(List.of("epochs=2"));
    assertThatThrownBy(() -> resume(more))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("parameters.bin");
    try (var files = Files.list(directory.resolve("run/start"))) {
      files.forEach(TestFineTuning::delete);
    }
    Files.delete(directory.resolve("run/start"));
    assertThatThrownBy(() -> resume(more))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("has lost start/, which holds what training does not move");
  }

  @Test
  void theStartOfAnotherRunIsRefused() throws IOException {
    RunSettings settings = run("run", "encoder.trainable=head", "epochs=1");
    begin(settings);
    begin(run("other", "encoder.trainable=head", "epochs=0", "seed=7"));
    Path start = directory.resolve("run/start");
    Files.move(start, directory.resolve("kept"));
    Files.move(directory.resolve("other/start"), start);
    String said = "is not the one that the run's checkpoints were trained from (its SHA-256 is ";
    assertThatThrownBy(() -> resume(settings.with(List.of("epochs=2"))))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining(said);
    String run = directory.resolve("run").toString();
    assertThatThrownBy(() -> TrainedRun.open(session, run))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining(said);
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "float, all, averaged, average",
    "half, last-stages 2, averaged, slowmo",
    "half, all, reset, average"
  })
  void aResumeAcrossTheEndOfTheWarmUpIsTheUndisturbedRun(
      String encoding, String trainable, String state, String outer) {
    String[] words = {
      "encoder.warm-up=1",
      "encoder.trainable=" + trainable,
      "rounds.encoding=" + encoding,
      "optimiser.state=" + state,
      "rounds.outer.name=" + outer
    };
    List<EpochRecord> whole = begin(run("whole", words));
    Position end = newest("whole");
    assertThat(end.moving()).isEqualTo(Trainable.of(trainable));
    // Two rounds of two steps since the warm-up.
    assertThat(end.start().iteration()).isEqualTo(4);
    for (String at : List.of("epoch 2", "evaluate")) {
      String name = "killed at " + at.charAt(1);
      RunSettings settings = run(name, words);
      Progress.Factory dying = at.equals("evaluate") ? dyingInSecondEpoch() : dyingAt(at);
      assertThatThrownBy(() -> stage(dying).begin(settings)).hasMessage("killed");
      List<EpochRecord> records = resume(settings);
      assertSameEnd(name, "whole");
      assertThat(records).extracting(EpochRecord::metrics).isEqualTo(metrics(whole));
    }
  }

  private static List<Object> metrics(List<EpochRecord> records) {
    return records.stream().map(record -> (Object) record.metrics()).toList();
  }

  /** Throws at the evaluation that follows the second epoch. */
  private static Progress.Factory dyingInSecondEpoch() {
    int[] epochs = {0};
    return (stage, total, unit) -> {
      if (stage.startsWith("epoch ")) {
        epochs[0]++;
      }
      if (epochs[0] == 2 && stage.startsWith("evaluate")) {
        throw new IllegalStateException("killed");
      }
      return TinyCorpus.quiet().start(stage, total, unit);
    };
  }

  @Test
  void recordsCountWhatMoves() {
    List<EpochRecord> records =
        begin(run("run", "encoder.warm-up=1", "rounds.encoding=float", "optimiser.name=sgd"));
    float[] whole = start("run");
    Position end = newest("run");
    int head = 8 * (1280 + 1);
    // Two rounds of two workers, four bytes a number.
    assertThat(records.get(1).bytesSent()).isEqualTo(2 * 2 * 4L * head);
    assertThat(records.get(1).bytesReceived()).isEqualTo(2 * 2 * 4L * head);
    assertThat(records.get(2).bytesSent()).isEqualTo(2 * 2 * 4L * end.start().parameters().length);
    assertThat(end.start().parameters()).hasSizeLessThan(whole.length);
  }

  @Test
  void anUntrainedNetworkIsARunThatServes() throws IOException {
    RunSettings settings =
        run(
            "run",
            "epochs=0",
            "optimiser.schedule=cosine",
            "rounds.schedule=post-local",
            "encoder.trainable=head");
    List<EpochRecord> records = begin(settings);
    assertThat(records).hasSize(1);
    assertThat(records.get(0).metrics()).containsKey("recall_at_1");
    String run = directory.resolve("run").toString();
    try (TrainedRun trained = TrainedRun.open(session, run)) {
      assertThat(trained.trained()).isEqualTo(start("run"));
      assertThat(trained.embedder().parameters())
          .isEqualTo(Arrays.copyOf(start("run"), trained.embedder().parameters().length));
    }
    assertThat(Path.of(new ReportStage(session, TinyCorpus.quiet()).write(run))).exists();
    assertThat(resume(settings)).hasSize(1);
  }

  @Test
  void oneOfNoEpochsGoesOnAsOneThatWasBegunWithMore() {
    begin(run("later", "epochs=0", "encoder.trainable=head"));
    resume(run("later", "epochs=1", "encoder.trainable=head"));
    begin(run("at once", "epochs=1", "encoder.trainable=head"));
    assertSameEnd("later", "at once");
  }

  /** A driver was killed between start/ and run.conf. */
  @Test
  void anotherRunsStartIsNotTakenOver() throws IOException {
    begin(run("killed", "epochs=0", "encoder.trainable=head"));
    Path place = Files.createDirectory(directory.resolve("run"));
    Files.move(directory.resolve("killed/start"), place.resolve("start"));
    begin(TinyCorpus.settings("run=" + place, "epochs=0"));
    assertThat(place.resolve("start")).doesNotExist();
  }

  /** A driver was killed while it wrote start/, which may have hundreds of megabytes. */
  @Test
  void aHalfWrittenStartIsRemoved() throws IOException {
    Path place = Files.createDirectory(directory.resolve("run"));
    Path half = Files.createDirectory(place.resolve(".start.temporary-20aa56b6"));
    Files.write(half.resolve("parameters.bin"), new byte[8]);
    begin(run("run", "epochs=0", "encoder.trainable=head"));
    assertThat(half).doesNotExist();
    assertThat(place.resolve("start/parameters.bin")).exists();
  }

  @Test
  void whatTheLossLearnsServesOnOtherClassesToo() {
    begin(run("run", "epochs=1", "encoder.trainable=head", "loss.name=softmax"));
    String other = TinyCorpus.imported("strokes:train=3,test=2,items=4");
    RunSettings elsewhere =
        new RunDirectory(directory.resolve("run").toString(), hadoop)
            .settings()
            .with(List.of("corpus=" + other));
    float[] here;
    try (TrainedRun run = TrainedRun.open(session, directory.resolve("run").toString())) {
      here = run.trained();
    }
    try (TrainedRun run =
        TrainedRun.open(session, directory.resolve("run").toString(), elsewhere)) {
      assertThat(run.trained()).isEqualTo(here);
      assertThat(run.embedder().embed(new float[32 * 32 * 3], 1)).hasSize(8);
    }
  }
}
