/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.cli.Main;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.export.IndexPieces;
import org.anchorage.driver.index.log.IndexWriter;
import org.anchorage.driver.index.vectors.StoredVectors;
import org.anchorage.driver.index.vectors.VectorStore;
import org.anchorage.driver.mine.IdTable;
import org.anchorage.driver.mine.MineStage;
import org.anchorage.driver.mine.MinedCorpus;
import org.anchorage.driver.mine.MinedTable;
import org.anchorage.driver.run.Checkpoints;
import org.anchorage.driver.run.Position;
import org.anchorage.driver.session.KernelChoice;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Artifacts that version 0.1 wrote, opened by the code of today: {@code artifacts/0.1/README.md} of
 * the test resources says how they were made.
 *
 * <p>Native libraries choose their kernels by the processor, and other kernels add in another
 * order. So results are compared bit for bit on the processor that computed the old ones. Elsewhere
 * they are compared within tolerances; with {@code DNNL_MAX_CPU_ISA=SSE41
 * OPENBLAS_CORETYPE=Nehalem} on the same machine, each difference was at most a twentieth of its
 * tolerance. The test's output says which of the two it did.
 */
class TestOldArtifacts {

  private static final Processor COMPUTED_ON =
      new Processor("AMD EPYC, family 25, model 17", "avx512");

  private static final boolean SAME_PROCESSOR =
      Processor.current().equals(COMPUTED_ON)
          && KernelChoice.NAMES.stream().noneMatch(System.getenv()::containsKey);

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private final Configuration hadoop = new Configuration();

  @BeforeAll
  static void sayHowResultsAreCompared() {
    System.err.println(
        "TestOldArtifacts compares "
            + (SAME_PROCESSOR
                ? "bit for bit"
                : "within tolerances: " + Processor.current() + " is not " + COMPUTED_ON));
  }

  @BeforeEach
  void unpack() throws IOException {
    try (ZipInputStream zip = new ZipInputStream(resource("artifacts.zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = directory.resolve(entry.getName());
        if (!entry.isDirectory()) {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
    // The run names its corpus as it lay beside it.
    Path conf = directory.resolve("run/run.conf");
    String written = Files.readString(conf);
    assertThat(written).contains("\ncorpus=corpus\n");
    Files.writeString(
        conf, written.replace("\ncorpus=corpus\n", "\ncorpus=\"" + at("corpus") + "\"\n"));
  }

  @Test
  void everyManifestIsReadAndEveryFileIsWhatWasWritten() {
    Map<String, String> kinds =
        Map.of(
            "corpus", "corpus",
            "run/checkpoints/round-00000003", "checkpoint",
            "run/checkpoints/round-00000006-epoch-0004", "checkpoint",
            "run/mined/epoch-0001", "mined",
            "table", "mined",
            "vectors", "vectors",
            "index", "index",
            "export", "export");
    kinds.forEach(
        (place, kind) -> {
          Manifest manifest = new Artifacts(hadoop).verify(path(place), kind, 1);
          assertThat(manifest.codeVersion()).isEqualTo("0.1.0-SNAPSHOT");
          assertThat(manifest.provenance())
              .isEqualTo(new Manifest.Provenance("", "", "", "", "", "", "", ""));
          assertThat(manifest.checksums()).isNotEmpty();
        });
  }

  @Test
  void theCorpusOpens() {
    Corpus corpus = Corpus.open(LocalSpark.session(), at("corpus"));

    assertThat(corpus.manifest().fingerprint())
        .isEqualTo("d165c41fd7b4eca04dbd06ea89df5192fae05c3ef4889698ea6b2c9be3a1bc77");
    assertThat(corpus.catalogue().size()).isEqualTo(108);
    assertThat(corpus.catalogue().classCount()).isEqualTo(18);
    assertThat(corpus.catalogue().rows(Split.TRAIN)).hasSize(72);
    assertThat(corpus.catalogue().rows(Split.TEST)).hasSize(36);
    assertThat(corpus.facts().idsOf(new int[] {107})).containsExactly("character-000017/00005.png");
    assertThat(corpus.catalogue().className(corpus.catalogue().label(107)))
        .isEqualTo("character-000017");
  }

  @Test
  void theMinedTableOpens() {
    MinedTable table = table("table");

    // What the command said when it mined them: 5 negatives.
    assertThat(table.negatives().rows()).hasSize(5);
    assertThat(table.confusable().length).isEqualTo(18);
    assertThat(table.confusable()[0]).hasSize(10).doesNotContain(0);
  }

  @Test
  void theMinedTableCannotBeExported() {
    assertThatThrownBy(() -> IdTable.open(LocalSpark.session(), path("table")))
        .isInstanceOf(ArtifactException.class)
        .hasMessage(
            "The mined table at "
                + path("table")
                + " has no positives, because an earlier version wrote it; mine it again with"
                + " ./anchorage mine --run RUN, and export that");
  }

  @Test
  void theVectorsOpenAndTheRunEmbedsToThem() {
    StoredVectors vectors = vectors("vectors", VectorStore.VECTORS);

    assertThat(vectors.ids()).hasSize(108).startsWith("character-000000/00000.png");
    assertThat(vectors.classNames()).hasSize(108).endsWith("character-000017");
    assertThat(vectors.splits()).containsOnly("train", "test");
    assertThat(vectors.vectors().dim()).isEqualTo(8);
    assertThat(values(vectors("index", VectorStore.INDEX))).isEqualTo(values(vectors));

    run("embed", "--run", at("run"), "--to", at("again"), "spark.master=local[2]");
    assertSame("vectors", values(vectors("again", VectorStore.VECTORS)), values(vectors), 1e-5);
  }

  @Test
  void theRunEvaluatesAsItDid() throws IOException {
    run("evaluate", "--run", at("run"), "--json", at("evaluated.json"), "spark.master=local[2]");
    JsonNode now = JSON.readTree(directory.resolve("evaluated.json").toFile());
    JsonNode then = JSON.readTree(resource("evaluate.json"));

    for (String network : List.of("untrained", "trained")) {
      assertThat(now.path(network)).hasSameSizeAs(then.path(network));
      then.path(network)
          .fields()
          .forEachRemaining(
              metric ->
                  // One query of 36 may find another neighbour first.
                  assertSame(
                      metric.getKey(),
                      now.path(network).path(metric.getKey()).asDouble(),
                      metric.getValue().asDouble(),
                      1 / 36.0 + 1e-9));
    }
  }

  @Test
  void theIndexIsSearchedAsItWas() throws IOException {
    run(
        "search",
        "--index",
        at("index"),
        "--image",
        at("query.png"),
        "-k",
        "5",
        "--json",
        at("found.json"));
    JsonNode now = JSON.readTree(directory.resolve("found.json").toFile()).path("hits");
    JsonNode then = JSON.readTree(resource("search.json")).path("hits");

    assertThat(now).hasSize(5);
    for (int i = 0; i < 5; i++) {
      // The nearest differ by 0.0004 and more.
      for (String name : List.of("rank", "id", "class_name", "split")) {
        assertThat(now.get(i).path(name)).isEqualTo(then.get(i).path(name));
      }
      assertSame(
          "distance",
          now.get(i).path("distance").asDouble(),
          then.get(i).path("distance").asDouble(),
          1e-5);
    }
  }

  @Test
  void theIndexBecomesOneOfTheNewestFormat() throws IOException {
    float[] vectors = values(vectors("index", VectorStore.INDEX));
    assertThatThrownBy(() -> IndexWriter.open(path("index"), hadoop, 100))
        .isInstanceOf(ArtifactException.class)
        .hasMessage(
            "The index at "
                + path("index")
                + " has format 1, and only indices of format 3 can be changed; run ./anchorage index"
                + " compact --index "
                + path("index")
                + ", which makes the new format of it");

    run("index", "compact", "--index", at("index"), "--json", at("compacted.json"));

    JsonNode compacted = JSON.readTree(directory.resolve("compacted.json").toFile());
    assertThat(compacted.path("upgraded").asBoolean()).isTrue();
    assertThat(compacted.path("items").asInt()).isEqualTo(108);
    try (IndexPieces pieces = IndexPieces.open(path("index"), hadoop)) {
      assertThat(pieces.piece(0).vectors().values()).isEqualTo(vectors);
    }
    theIndexIsSearchedAsItWas();
    assertThatThrownBy(() -> vectors("index", VectorStore.INDEX))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("has format 3, and only up to format 2 an index is a set of vectors")
        .hasMessageContaining("./anchorage index export --index " + path("index"));
    run("index", "delete", "--index", at("index"), "--id", "character-000000/00000.png");
    try (Index index = Index.open(path("index"), hadoop, 1)) {
      assertThat(index.count()).isEqualTo(107);
    }
  }

  /** As a program would that knows DL4J alone. */
  @Test
  void theExportOpensAndEmbedsAsTheIndexDoes() throws IOException {
    ComputationGraph network =
        ModelSerializer.restoreComputationGraph(directory.resolve("export/network.zip").toFile());
    Raster drawing = ImageIO.read(directory.resolve("query.png").toFile()).getRaster();
    INDArray image = Nd4j.zeros(1, 1, 16, 16);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        image.putScalar(0, 0, y, x, 1 - drawing.getSample(x, y, 0) / 255.0);
      }
    }

    float[] embedding = network.outputSingle(image).toFloatVector();

    StoredVectors index = vectors("index", VectorStore.INDEX);
    JsonNode hit = JSON.readTree(resource("search.json")).path("hits").get(0);
    float[] nearest = index.vectors().row(index.ids().indexOf(hit.path("id").asText()));
    double squared = 0;
    for (int i = 0; i < nearest.length; i++) {
      squared += Math.pow(embedding[i] - nearest[i], 2);
    }
    // DL4J's own layers add in another order than this project's.
    assertThat(Math.sqrt(squared)).isCloseTo(hit.path("distance").asDouble(), within(1e-4));
  }

  /** From the middle of the second of three epochs, with what was mined after the first. */
  @Test
  void theCheckpointIsContinuedToTheOldEnd() throws IOException {
    Path checkpoints = directory.resolve("run/checkpoints");
    Path end = checkpoints.resolve("round-00000006-epoch-0004");
    Files.createDirectory(directory.resolve("old"));
    Files.move(end, directory.resolve("old").resolve(end.getFileName()));
    for (String later : List.of("epoch-0002", "epoch-0003")) {
      Files.move(
          directory.resolve("run/mined").resolve(later), directory.resolve("old").resolve(later));
    }
    List<String> records = Files.readAllLines(directory.resolve("run/metrics.jsonl"));
    Files.write(directory.resolve("run/metrics.jsonl"), records.subList(0, 2));

    run("train", "--resume", "run=" + at("run"), "spark.master=local[2]");

    Position then = newest("old");
    Position now = newest("run/checkpoints");
    assertThat(now.epoch()).isEqualTo(then.epoch()).isEqualTo(4);
    assertThat(now.images()).isEqualTo(then.images()).isEqualTo(216);
    assertThat(now.steps()).isEqualTo(then.steps()).isEqualTo(18);
    assertThat(now.start().round()).isEqualTo(then.start().round()).isEqualTo(6);
    assertThat(now.start().iteration()).isEqualTo(then.start().iteration()).isEqualTo(9);
    assertSame("parameters", now.start().parameters(), then.start().parameters(), 1e-3);
    assertSame("moments", now.start().optimiserState(), then.start().optimiserState(), 0.01);
    assertSame("outer momentum", now.outer(), then.outer(), 1e-3);

    List<String> recorded = Files.readAllLines(directory.resolve("run/metrics.jsonl"));
    assertThat(recorded).hasSize(4);
    for (int epoch = 0; epoch < 4; epoch++) {
      assertSame(
          "loss of epoch " + epoch,
          JSON.readTree(recorded.get(epoch)).path("loss").asDouble(),
          JSON.readTree(records.get(epoch)).path("loss").asDouble(),
          1e-3);
    }
    if (SAME_PROCESSOR) {
      assertThat(rows("run/mined/epoch-0003")).isEqualTo(rows("old/epoch-0003"));
    }
  }

  private Position newest(String checkpoints) {
    return Checkpoints.newestOf(path(checkpoints), hadoop).orElseThrow();
  }

  private MinedTable table(String place) {
    SparkSession session = LocalSpark.session();
    Corpus corpus = Corpus.open(session, at("corpus"));
    RunSettings settings = SettingsReader.defaults().read();
    return new MineStage(
            session,
            settings.typed().mine(),
            settings.written(),
            new MinedCorpus(
                corpus.catalogue(),
                corpus,
                new Manifest.Parent("corpus", at("corpus"), corpus.manifest().fingerprint())),
            new Seed(1))
        .read(path(place));
  }

  private List<List<Row>> rows(String table) {
    return Stream.of("negatives", "classes")
        .map(
            part ->
                LocalSpark.session()
                    .read()
                    .parquet(at(table + "/" + part))
                    // Later versions write them too.
                    .drop("positive", "positive_similarity")
                    .collectAsList()
                    .stream()
                    .sorted(Comparator.comparing(Row::mkString))
                    .toList())
        .toList();
  }

  private StoredVectors vectors(String place, String kind) {
    return StoredVectors.read(path(place), kind, hadoop);
  }

  private static float[] values(StoredVectors stored) {
    int dim = stored.vectors().dim();
    float[] values = new float[stored.ids().size() * dim];
    for (int i = 0; i < stored.ids().size(); i++) {
      System.arraycopy(stored.vectors().row(i), 0, values, i * dim, dim);
    }
    return values;
  }

  private static void assertSame(String what, float[] now, float[] then, double tolerance) {
    assertThat(now.length).as("length of " + what).isEqualTo(then.length).isPositive();
    double largest = 0;
    for (int i = 0; i < now.length; i++) {
      largest = Math.max(largest, Math.abs(now[i] - then[i]));
    }
    assertThat(largest).as("largest difference of " + what).isLessThanOrEqualTo(tolerance);
    if (SAME_PROCESSOR) {
      assertThat(Arrays.mismatch(now, then)).as("first difference of " + what).isEqualTo(-1);
    }
  }

  private static void assertSame(String what, double now, double then, double tolerance) {
    if (SAME_PROCESSOR) {
      assertThat(now).as(what).isEqualTo(then);
    } else {
      assertThat(now).as(what).isCloseTo(then, within(tolerance));
    }
  }

  /** Runs a command, which starts its own Spark and would take one that runs already. */
  private static void run(String... words) {
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(System.out);
    try {
      int code = Main.run(words);
      assertThat(code).as(() -> said.toString(StandardCharsets.UTF_8)).isZero();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(at(name));
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(
        TestOldArtifacts.class.getResourceAsStream("/artifacts/0.1/" + name), name);
  }
}
