/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.driver.artifact.Build;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.imports.StrokeSource;
import org.anchorage.driver.mine.StoredTable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestMain {

  /** With this one Spark fails to start, so that an error of another kind came before its start. */
  private static final String NO_SPARK = "spark.master=there-is-none";

  @TempDir Path directory;

  private static Ended run(List<String> words) {
    return Ended.of(words);
  }

  private static Ended run(String... words) {
    return run(List.of(words));
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  /** Trains on the shared corpus, or would. */
  private Ended train(String... words) {
    List<String> all = new ArrayList<>(List.of("train", "run=" + at("run")));
    all.addAll(TinyCorpus.words());
    all.addAll(List.of("epochs=1", "spark.master=local[2]"));
    all.addAll(Arrays.asList(words));
    return run(all);
  }

  private static void assertRefused(Ended ended, int code, String... parts) {
    assertThat(ended.err()).contains(parts).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.out()).isEmpty();
  }

  /** A command starts its own Spark, and would take one that runs already. */
  @BeforeEach
  void withoutSpark() {
    TinyCorpus.location();
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
  }

  @Test
  void settingsAreRefusedBeforeSparkStarts() throws IOException {
    assertRefused(
        train("loss.triplet.margn=1", NO_SPARK),
        2,
        "Cannot use loss.triplet.margn = 1",
        "did you mean 'loss.triplet.margin'?");
    assertRefused(train("workers=0", NO_SPARK), 2, "Cannot use workers = 0", "at least 1");
    assertRefused(train("epochs=many", NO_SPARK), 2, "Cannot use epochs = many");
    assertRefused(train("nonsense", NO_SPARK), 2, "Cannot use nonsense", "key=value");
    assertRefused(
        train("loss.name=n-pairs", NO_SPARK),
        2,
        "Cannot use loss.name = n-pairs",
        "set batch.sampler = pairs");
    assertRefused(train("corpus=", NO_SPARK), 2, "Cannot use corpus = ", "corpus=corpora/demo");
    assertRefused(train("run=", NO_SPARK), 2, "Cannot use run = ", "run=runs/first");
    assertRefused(
        train(
            "encoder.name=mobilenet-v2",
            "image.width=32",
            "image.height=32",
            "image.channels=3",
            "encoder.weights=" + at("no.h5"),
            NO_SPARK),
        2,
        "Cannot use encoder.weights = " + at("no.h5") + ": it cannot be read",
        "give the URI of a file of weights");
    assertRefused(train("--conf", at("no.conf"), NO_SPARK), 2, "Cannot use --conf", "no.conf");
    Files.writeString(directory.resolve("bad.conf"), "epochs = {");
    assertRefused(
        train("--conf", at("bad.conf"), NO_SPARK), 2, "Cannot use --conf", "it is not HOCON");
    assertRefused(
        run("import", "--from", "x", "--to", "y", "import.max-bad=2", NO_SPARK),
        2,
        "Cannot use import.max-bad = 2");
    assertRefused(train("--resume", NO_SPARK), 1, "There is no run at " + at("run"));
    assertRefused(
        run("evaluate", "--run", at("run"), NO_SPARK), 1, "There is no run at " + at("run"));
    assertRefused(run("search", "--index", "x", "--image", "y", "-k", "0"), 2, "Cannot use -k = 0");
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void wrongUseIsExplained() {
    Ended unknown = run("trian");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("trian").contains("train");
    Ended incomplete = run("import", "--from", "x");
    assertThat(incomplete.code()).isEqualTo(2);
    assertThat(incomplete.err()).contains("--to");
    Ended alone = run("report", "--to", "x.html");
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).contains("--run").contains("--runs");
    assertRefused(
        run("report", "--runs", "a,b"), 2, "Cannot use --to = ", "e.g. --to comparison.html");
    Ended split = run("embed", "--run", "r", "--to", "v", "--split", "tset");
    assertThat(split.code()).isEqualTo(2);
    assertThat(split.err()).contains("--split").contains("train, validation, test, all");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "demo",
        "import",
        "train",
        "mine",
        "embed",
        "evaluate",
        "index",
        "export",
        "search",
        "settings",
        "weights"
      })
  void helpSucceeds(String command) {
    Ended help = command.isEmpty() ? run("--help") : run(command, "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).startsWith("Usage: anchorage").contains("--version");
    assertThat(help.err()).isEmpty();
  }

  /** After hours of training, a report that cannot be written must not take the result with it. */
  @Test
  void trainingEndsWithoutItsReport() throws IOException {
    Files.createDirectories(directory.resolve("run/report.html"));
    Ended trained = train("epochs=0", "--json", at("t.json"));
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out())
        .contains("recall_at_1", "Run:    " + at("run"), "Report: none, because ")
        .contains("The run is whole; try again by ./anchorage report --run " + at("run"));
    assertThat(json("t.json").path("epochs").asInt()).isZero();
  }

  @Test
  void theVersionIsTheOneThatWasBuilt() {
    Ended version = run("--version");
    assertThat(version.code()).isZero();
    assertThat(version.out().strip()).isEqualTo("anchorage " + Build.current().written());
  }

  @Test
  void batchesThatTheCorpusCannotFillAreRefused() {
    assertRefused(
        train("batch.classes=7"),
        2,
        "Cannot use batch.classes = 7: there are only 6 classes to train on; lower it to 6");
    assertRefused(
        train("batch.images=9"),
        2,
        "Cannot use batch.images = 9: class 'character-000000' has 8",
        "batch.small-classes = repeat or skip");
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void aFilesystemWhoseJarIsMissingIsExplained() {
    assertRefused(
        run("weights", "s3a://bucket/weights.pth"),
        1,
        "Class org.apache.hadoop.fs.s3a.S3AFileSystem not found; its jar is not on the class path."
            + " docs/build.md says which filesystems need one");
  }

  @Test
  void placesThatCannotBeUsedAreNamed() throws IOException {
    assertRefused(train("corpus=" + at("none")), 1, at("none"));
    Files.createDirectory(directory.resolve("empty"));
    assertRefused(train("corpus=" + at("empty")), 1, at("empty"));
    assertRefused(run("import", "--from", at("empty"), "--to", at("corpus")), 1, at("empty"));
    assertRefused(run("import", "--from", at("none"), "--to", at("corpus")), 1, at("none"));
    assertRefused(
        run("import", "--from", "strokes:train=2,test=2,items=2", "--to", at("empty")),
        1,
        at("empty") + ": something is there already");
    Files.writeString(directory.resolve("file"), "not a directory");
    assertRefused(train("run=" + at("file/run")), 1, "Cannot write", at("file"), "run=URI");
    assertThat(directory.resolve("corpus")).doesNotExist();
  }

  @Test
  void aNetworkThatIsNotTrainedIsMeasuredAlone() throws IOException {
    Ended ended = train("epochs=0", "--json", at("t.json"));
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("recall_at_1")
        .contains("untrained")
        .doesNotContain(" trained");
    JsonNode result = json("t.json");
    assertThat(result.path("epochs").asInt()).isZero();
    assertThat(result.path("untrained").path("recall_at_1").asDouble()).isPositive();
    assertThat(result.has("trained")).isFalse();
    Ended evaluated = run("evaluate", "--run", at("run"), "spark.master=local[2]");
    assertThat(evaluated.code()).isZero();
    assertThat(evaluated.out()).contains("recall_at_1");
  }

  @Test
  void aTableIsMinedAndExported() throws IOException {
    assertRefused(run("mine", NO_SPARK), 2, "Cannot use --run", "name the run to mine");
    assertRefused(
        run("mine", "--table", "t", NO_SPARK), 2, "Cannot use --table = t", "--export it as");
    assertRefused(
        run("mine", "--table", "t", "--run", "r", "--export", "triplets", "--to", "e", NO_SPARK),
        2,
        "Cannot use --table = t: it is not mined again; leave out --run, or leave out this");
    assertRefused(
        run("mine", "--table", "t", "--export", "triplets", NO_SPARK), 2, "Cannot use --to");
    assertRefused(
        run("mine", "--table", "t", "--export", "quads", "--to", "e", NO_SPARK),
        2,
        "Cannot use --export = quads: use one of triplets, n-tuples, labelled-pairs");
    assertRefused(
        run("mine", "--run", "r", "--with", "scores", NO_SPARK), 2, "belong to --export; give it");

    assertThat(train().code()).isZero();
    String run = at("run");
    // A miner that was killed has left this.
    Path left = directory.resolve("run/mined/.round-1.temporary-x");
    Files.createDirectories(left);
    Ended mined =
        run("mine", "--run", run, "--export", "triplets", "--to", at("e"), "--json", at("m.json"));
    assertThat(mined.err()).doesNotContain("\tat ");
    assertThat(mined.code()).isZero();
    assertThat(mined.out())
        .contains("Exported triplets of ", at("e") + "/tuples/*.parquet", "Metric       Positive");
    String table = json("m.json").path("to").asText();
    assertThat(table).contains("/mined/round-");
    assertThat(left).doesNotExist();
    assertThat(json("m.json").at("/export/statistics/positive/count").asLong())
        .isEqualTo(json("m.json").at("/export/anchors").asLong())
        .isPositive();
    Ended again = run("mine", "--run", run, "--export", "triplets", "--to", at("again"));
    assertThat(again.code()).isZero();
    assertThat(again.out()).startsWith("Already mined").contains("Exported triplets of ");
    assertRefused(
        run("mine", "--run", run, "--export", "triplets", "--to", at("e")),
        1,
        at("e") + ": something is there already");
    assertRefused(
        run("mine", "--run", run, "--follow", "--export", "triplets", "--to", at("e"), NO_SPARK),
        2,
        "Cannot use --to");
    assertRefused(
        run("mine", "--run", run, "--follow", "--to", at("elsewhere"), NO_SPARK),
        2,
        "Cannot use --to = "
            + at("elsewhere")
            + ": --follow writes mined/round-N in the run, each once; leave this out");
    Ended exported =
        run(
            "mine",
            "--table",
            table,
            "--export",
            "labelled-pairs",
            "--format",
            "csv",
            "--negatives",
            "1",
            "--with",
            "scores,classes",
            "--to",
            at("f"));
    assertThat(exported.code()).isZero();
    assertThat(exported.out()).startsWith("Exported labelled-pairs of ");
    // As if the run had come to the round anew, with other parameters: that table stays.
    var location = new org.apache.hadoop.fs.Path(table);
    String parameters = StoredTable.at(location, new Configuration()).from().parameters();
    Path manifest = Path.of(location.toUri().getPath()).resolve("manifest.json");
    Files.deleteIfExists(manifest.resolveSibling(".manifest.json.crc"));
    Files.writeString(manifest, Files.readString(manifest).replace(parameters, "0".repeat(64)));
    Ended anew = run("mine", "--run", run, "--json", at("n.json"));
    assertThat(anew.code()).isZero();
    assertThat(json("n.json").path("to").asText()).startsWith(table + "-");
    try (Stream<Path> files = Files.list(directory.resolve("f/tuples"))) {
      Path file = files.filter(f -> f.toString().endsWith(".csv")).findFirst().orElseThrow();
      assertThat(Files.readAllLines(file).get(0))
          .isEqualTo(
              "\"anchor\",\"candidate\",\"label\",\"similarity\",\"anchor_class\","
                  + "\"candidate_class\"");
    }
  }

  @Test
  void theWholeFlow() throws IOException {
    Ended imported =
        run("import", "--from", TinyCorpus.STROKES, "--to", at("corpus"), "--json", at("i.json"));
    assertThat(imported.err()).doesNotContain("\tat ");
    assertThat(imported.code()).isZero();
    assertThat(imported.out()).startsWith("Imported 80 images of 10 classes");
    JsonNode report = json("i.json");
    assertThat(report.path("items").asInt()).isEqualTo(80);
    assertThat(report.path("per_split").path("train").asInt()).isEqualTo(48);

    Ended trained = train("corpus=" + at("corpus"), "--json", at("t.json"));
    assertThat(trained.code()).isZero();
    assertThat(trained.out()).contains("recall_at_1").contains("Run:    " + at("run"));
    JsonNode training = json("t.json");
    assertThat(training.path("epochs").asInt()).isEqualTo(1);
    assertThat(training.path("images").asInt()).isEqualTo(48);
    assertThat(training.path("train_images_per_s").asDouble()).isPositive();
    assertThat(training.path("bytes_sent").asLong()).isPositive();
    assertThat(training.path("bytes_received").asLong()).isPositive();
    assertRefused(train("corpus=" + at("corpus"), NO_SPARK), 1, "A run lies at " + at("run"));
    Ended again = run("train", "--resume", "run=" + at("run"));
    assertThat(again.code()).isZero();
    assertThat(again.out())
        .startsWith(
            "The run at "
                + at("run")
                + " is finished (epochs = 1), so nothing was done; give more epochs to train on\n");
    assertRefused(
        run("train", "--resume", "run=" + at("run"), "workers=3", NO_SPARK),
        2,
        "Cannot use workers = 3",
        "was begun with 2");
    assertRefused(
        run("evaluate", "--run", at("run"), "evaluate.splt=train", NO_SPARK),
        2,
        "Cannot use evaluate.splt = train",
        "did you mean 'evaluate.split'?");
    assertRefused(
        run("evaluate", "--run", at("run"), "embedding.dim=16", NO_SPARK),
        2,
        "Cannot use embedding.dim = 16",
        "was trained with 8");

    Ended evaluated = run("evaluate", "--run", at("run"), "--json", at("e.json"));
    assertThat(evaluated.code()).isZero();
    JsonNode evaluation = json("e.json");
    assertThat(evaluation.path("split").asText()).isEqualTo("test");
    for (String network : List.of("untrained", "trained")) {
      assertThat(evaluation.path(network)).isEqualTo(training.path(network));
      assertThat(evaluation.path(network).path("recall_at_1").asDouble()).isBetween(0.0, 1.0);
      assertThat(evaluation.path(network).path("map_at_r").asDouble()).isBetween(0.0, 1.0);
    }

    Ended more =
        run(
            "evaluate",
            "--run",
            at("run"),
            "split=train",
            "evaluate.metrics=[precision, map, class-average, clustering, verification, spectrum]",
            "evaluate.restarts=1",
            "--json",
            at("m.json"));
    assertThat(more.code()).isZero();
    assertThat(more.out()).contains("fnmr_at_fmr_0_001", "effective_rank");
    JsonNode measured = json("m.json");
    assertThat(measured.path("split").asText()).isEqualTo("train");
    assertThat(measured.path("trained").path("queries").asInt()).isEqualTo(48);
    assertThat(measured.path("trained").path("lone_queries").asInt(-1)).isZero();
    assertThat(measured.path("trained").path("genuine_pairs").asInt()).isEqualTo(6 * 28);
    assertThat(measured.path("trained").path("impostor_pairs").asInt()).isEqualTo(15 * 64);
    assertThat(measured.path("trained").path("effective_rank").asDouble()).isBetween(1.0, 8.0);
    assertThat(measured.path("eigenvalues").path("untrained")).hasSize(8);
    for (String figure : List.of("map", "mrr", "auc", "ami", "precision_at_2", "homogeneity")) {
      assertThat(measured.path("trained").path(figure).asDouble(-9)).isBetween(-1.0, 1.0);
    }
    assertRefused(
        run("evaluate", "--run", at("run"), "evaluate.query=role=query"),
        2,
        "Cannot use evaluate.query = role=query",
        "it matches none of the corpus's items");
    assertRefused(
        run("evaluate", "--run", at("run"), "evaluate.metrics=[mapp]", NO_SPARK),
        2,
        "Cannot use evaluate.metrics = mapp",
        "use one of [precision, map, class-average, clustering, verification, spectrum]");

    Ended embedded = run("embed", "--run", at("run"), "--to", at("v"), "--json", at("v.json"));
    assertThat(embedded.code()).isZero();
    assertThat(json("v.json").path("items").asInt()).isEqualTo(80);
    assertThat(json("v.json").path("dim").asInt()).isEqualTo(8);
    assertRefused(run("embed", "--run", at("run"), "--to", at("v")), 1, at("v"), "there already");

    Ended exported = run("export", "--run", at("run"), "--to", at("export"));
    assertThat(exported.code()).isZero();
    assertThat(exported.out()).startsWith("Exported ").contains(at("export") + "/network.zip");
    assertThat(
            ModelSerializer.restoreComputationGraph(Path.of(at("export"), "network.zip").toFile()))
        .isNotNull();
    Ended model = run("export", "--run", at("run"), "--to", at("onnx"), "--format", "onnx");
    assertThat(model.code()).isZero();
    assertThat(model.out()).contains(at("onnx") + "/network.onnx");
    assertRefused(
        run("export", "--run", at("run"), "--to", at("st"), "--format", "safetensors"),
        2,
        "Cannot use --format = safetensors: encoder.name = ",
        "use onnx or dl4j");
    assertRefused(
        run("export", "--run", at("run"), "--to", at("st"), "--names", "timm"),
        2,
        "Cannot use --names = timm: only --format safetensors has names to choose");
    Ended indexed = run("index", "--run", at("run"), "--to", at("index"), "--split", "test");
    assertThat(indexed.code()).isZero();
    assertThat(indexed.out()).startsWith("Wrote 32 vectors of 8 to " + at("index"));
    Files.write(directory.resolve("query.png"), StrokeSource.draw(1, 7, 3));
    Ended found =
        run("search", "--index", at("index"), "--image", at("query.png"), "--json", at("s.json"));
    assertThat(found.code()).isZero();
    JsonNode hits = json("s.json").path("hits");
    assertThat(hits).hasSize(5);
    assertThat(hits.path(0).path("rank").asInt()).isEqualTo(1);
    assertThat(hits.path(0).path("id").asText()).isEqualTo("character-000007/00003.png");
    assertThat(hits.path(0).path("class_name").asText()).isEqualTo("character-000007");
    assertThat(hits.path(0).path("distance").asDouble()).isLessThan(1e-3);
    assertThat(found.out()).contains("character-000007/00003.png");

    assertThat(indexed.out()).contains("A search compares all items. Recall@10 is 1.0000");

    Ended alike =
        run(
            "search",
            "--index",
            at("index"),
            "--id",
            "character-000007/00003.png",
            "--not",
            "character-000008/00001.png@0.2",
            "--where",
            "class=character-000007,split=test",
            "-k",
            "100",
            "--json",
            at("a.json"));
    assertThat(alike.code()).isZero();
    JsonNode others = json("a.json").path("hits");
    assertThat(others).hasSize(json("a.json").path("matching").asInt()).isNotEmpty();
    for (JsonNode hit : others) {
      assertThat(hit.path("class_name").asText()).isEqualTo("character-000007");
      assertThat(hit.path("id").asText()).isNotEqualTo("character-000007/00003.png");
    }
    assertThat(alike.out())
        .contains("100 items were asked for, and " + others.size() + " can be found");
    String known = "character-000007/00003.png";
    Ended none =
        run("search", "--index", at("index"), "--id", known, "--threshold", "0", "-k", "1");
    assertThat(none.out()).contains("Nothing lies within 0.0000; the nearest item is at 0.");
    // Before anything is read: there is no index.
    assertRefused(
        run("search", "--index", at("nowhere"), "--image", at("query.png"), "--where", "size"),
        2,
        "Cannot read the condition 'size' of the filter 'size'");
    assertRefused(
        run("search", "--index", at("nowhere"), "--image", at("query.png"), "--offset", "-1"),
        2,
        "Cannot begin at result -1");
    assertRefused(
        run("search", "--index", at("index")), 2, "Nothing to search by; give --image FILE");
    assertRefused(run("search", "--index", at("index"), "--id", "none"), 1, "has no item 'none'");
    assertRefused(
        run("search", "--index", at("index"), "--id", "none", "--effort", "0"),
        2,
        "Cannot use --effort = 0");
    assertRefused(
        run("search", "--index", at("index"), "--image", at("query.png"), "--where", "size=9"),
        1,
        "No item has an attribute 'size' to filter by; there are class, split");

    Ended stored =
        run(
            "index",
            "--run",
            at("run"),
            "--vectors",
            at("v"),
            "--to",
            at("stored"),
            "index.kind=ivf",
            "index.shard-items=30",
            "--json",
            at("stored.json"));
    assertThat(stored.code()).isZero();
    assertThat(stored.out()).contains("Wrote 80 vectors of 8", "A search looks into ");
    assertThat(json("stored.json").path("shards").asInt()).isEqualTo(3);
    assertThat(json("stored.json").path("measured_recall").asDouble()).isGreaterThan(0.9);
    assertThat(
            run(
                    "search",
                    "--index",
                    at("stored"),
                    "--image",
                    at("query.png"),
                    "--effort",
                    "exact",
                    "-k",
                    "1")
                .out())
        .contains("character-000007/00003.png");

    Files.writeString(directory.resolve("text.png"), "no image");
    assertRefused(
        run("search", "--index", at("index"), "--image", at("text.png")),
        1,
        "Cannot search by " + at("text.png") + ": The query is not a readable image");
    assertRefused(
        run("search", "--index", at("index"), "--image", at("none.png")),
        1,
        "Cannot read the query image " + at("none.png") + ": there is no such file");

    Files.delete(directory.resolve("run/report.html"));
    Ended reported = run("report", "--run", at("run"), "--json", at("r.json"));
    assertThat(reported.code()).isZero();
    assertThat(json("r.json").path("report").asText()).isEqualTo(at("run") + "/report.html");
    assertThat(Files.readString(directory.resolve("run/report.html"))).contains(at("run"));
    assertThat(run("report", "--run", at("run"), "--to", at("r.html")).code()).isZero();
    assertThat(directory.resolve("r.html")).isNotEmptyFile();
    Ended compared =
        run(
            "report",
            "--runs",
            at("run") + "," + at("none"),
            "--to",
            at("c.html"),
            "--json",
            at("c.json"));
    assertThat(compared.code()).isEqualTo(1);
    assertThat(compared.out())
        .contains("Left out: " + at("none") + ": There is no run at " + at("none"))
        .contains("Report: " + at("c.html"));
    assertThat(json("c.json").at("/left_out/0/location").asText()).isEqualTo(at("none"));
    assertThat(Files.readString(directory.resolve("c.html"))).contains("Runs that are not here");
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(directory.resolve(name).toFile());
  }
}
