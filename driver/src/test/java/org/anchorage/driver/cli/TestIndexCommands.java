/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.anchorage.driver.imports.Samples;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.log.SampleLog;
import org.anchorage.driver.table.Column;
import org.anchorage.driver.table.TableFormat;
import org.anchorage.driver.table.TableWriter;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that change an index; none needs Spark. */
class TestIndexCommands {

  @TempDir Path directory;

  private String index = "";

  @BeforeEach
  void build() throws IOException {
    index = SampleLog.embedding(directory.resolve("index")).toString();
    for (int i = 0; i < 7; i++) {
      Samples.put(directory, "in/class " + i % 2 + "/" + i + ".png", Samples.png(i));
    }
    Samples.put(directory, "in/class 1/broken.png", new byte[] {1, 2, 3});
    Samples.put(directory, "in/class 1/empty.png", new byte[0]);
  }

  private Ended run(String command, String... words) {
    List<String> all = new ArrayList<>(List.of("index", command, "--index", index));
    all.addAll(List.of(words));
    return Ended.of(all);
  }

  private Index open() {
    return Index.open(new org.apache.hadoop.fs.Path(index), new Configuration(), 1);
  }

  @Test
  void imagesAreAddedAndBadOnesAreListed() {
    Ended ended = run("add", "--from", directory.resolve("in").toString(), "--batch", "5");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains(
            "Added 7 items; 57 in the index",
            "7 are new, 0 replaced others",
            "Left out: 2 images",
            "class 1/broken.png (unreadable: ",
            "class 1/empty.png (empty: ");
    try (Index opened = open()) {
      assertThat(opened.item("class 0/4.png"))
          .contains(new IndexedItem("class 0/4.png", "class 0", "train"));
      assertThat(opened.vector("class 0/4.png").orElseThrow())
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(opened.embed(Samples.png(4)));
      assertThat(opened.picture("class 0/4.png")).isPresent();
      assertThat(opened.search(Samples.png(3), 1).get(0).item().id()).isEqualTo("class 1/3.png");
    }
    assertThat(run("add", "--from", directory.resolve("in").toString()).out())
        .contains("0 are new, 7 replaced others");
  }

  @Test
  void aListGivesAttributesAndText() throws IOException {
    Files.writeString(
        directory.resolve("list.csv"),
        "path,label,split,colour,text\nin/class 0/0.png,shoes,test,red,a red shoe\n");
    assertThat(run("add", "--from", directory.resolve("list.csv").toString()).code()).isZero();
    TreeMap<String, String> red = new TreeMap<>();
    red.put("colour", "red");
    try (Index opened = open()) {
      assertThat(opened.item("in/class 0/0.png"))
          .contains(new IndexedItem("in/class 0/0.png", "shoes", "test", red, "a red shoe"));
    }
  }

  @Test
  void itemsAreDeletedByIdAndFilter() throws IOException {
    Files.writeString(directory.resolve("ids"), "base-501\nnobody\n");
    Ended ended = run("delete", "--id", "base-500", "--ids", directory.resolve("ids").toString());
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains("Deleted 2 items of ", "; 48 are left", "1 id is not in the index:", "nobody");
    assertThat(run("delete", "--where", "class=c1").code()).isZero();
    try (Index opened = open()) {
      assertThat(opened.counts(org.anchorage.driver.index.ItemFilter.ALL, 9).get("class"))
          .containsOnlyKeys("c0", "c2");
    }
    assertThat(run("delete", "--where", "size=9").err())
        .contains("No item has an attribute 'size' to filter by; there are class, split, colour");
    for (String empty : new String[] {"", " "}) {
      Ended all = run("delete", "--where", empty);
      assertThat(all.code()).isEqualTo(2);
      assertThat(all.err()).contains("it admits every item; name a condition");
    }
    Ended nothing = run("delete");
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).contains("Nothing says what to delete; give --id, --ids or --where");
  }

  @Test
  void anIndexIsDescribedCompactedVerifiedAndMerged() throws IOException {
    run("delete", "--id", "base-500");
    assertThat(run("info").out())
        .contains(
            "49 vectors of 8, stored as float", "1 batch (to number 1) of 1 change", "1 deleted");
    assertThat(run("info", "--log-items", "1").out())
        .contains("Compaction is due: 1 change in 1 batch since the last. Run");
    assertThat(run("compact").out()).contains("generation 2, 49 items");
    assertThat(run("compact").out()).contains("Nothing was added to ");
    assertThat(run("verify").out()).contains("is whole: ", "49 items");

    Ended merged =
        Ended.of(
            List.of(
                "index",
                "merge",
                "--index",
                index,
                "--index",
                index,
                "--when-twice",
                "first",
                "--to",
                directory.resolve("merged").toString()));
    assertThat(merged.code()).as(merged.err()).isZero();
    assertThat(merged.out()).contains("Merged 2 indices to ", ": 49 items");

    run("delete", "--id", "base-501");
    Path batch = directory.resolve("index/log/00000002.batch");
    Files.write(batch, Arrays.copyOf(Files.readAllBytes(batch), 20));
    Ended damaged = run("verify");
    assertThat(damaged.code()).isEqualTo(1);
    assertThat(damaged.out()).contains("00000002.batch", "is damaged");
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  /** What is exported of one index is added to another. */
  @Test
  void vectorsGoFromAnIndexToOthers() throws IOException {
    String other = SampleLog.embedding(directory.resolve("other")).toString();
    for (String to : List.of("x.parquet", "x.npy", "x.csv", "x.faiss")) {
      Ended exported = run("export", "--to", at(to));
      assertThat(exported.code()).as(exported.err()).isZero();
      assertThat(exported.out()).contains("Exported 50 vectors of 8 to " + at(to));
    }
    assertThat(run("export", "--to", at("x.npy")).err()).contains("something is there already");
    assertThat(run("export", "--to", at("x.npy"), "--replace").out())
        .contains("Ids of the rows: " + at("x.npy") + ".ids.txt");
    assertThat(run("export", "--to", at("in"), "--format", "csv").out())
        .contains("to " + at("in") + "/vectors.csv");
    assertThat(run("export", "--to", at("x.txt")).err())
        .contains("its ending tells no format; give --format parquet, csv, npy or faiss");

    run("delete", "--where", "class=c1");
    Ended table = run("add", "--vectors", at("x.parquet"), "--batch", "7");
    assertThat(table.code()).as(table.err()).isZero();
    assertThat(table.out()).contains("Added 49 items; 50 in the index");
    try (Index opened = open();
        Index like = Index.open(new org.apache.hadoop.fs.Path(other), new Configuration(), 1)) {
      assertThat(opened.count()).isEqualTo(50);
      for (int i = 500; i < 550; i++) {
        assertThat(opened.item("base-" + i)).isEqualTo(like.item("base-" + i));
        assertThat(opened.vector("base-" + i).orElseThrow())
            .isEqualTo(like.vector("base-" + i).orElseThrow());
      }
    }
    Files.writeString(
        directory.resolve("ids"),
        Files.readString(directory.resolve("x.npy.ids.txt")).replace("base", "array"));
    Ended array = run("add", "--vectors", at("x.npy"), "--ids", at("ids"));
    assertThat(array.code()).as(array.err()).isZero();
    assertThat(array.out()).contains("50 are new");
    try (Index opened = open()) {
      assertThat(opened.item("array-505")).contains(new IndexedItem("array-505", "", ""));
      assertThat(opened.vector("array-505").orElseThrow())
          .isEqualTo(opened.vector("base-505").orElseThrow());
    }
    Files.writeString(directory.resolve("few"), "a\nb\n");
    assertThat(run("add", "--vectors", at("x.npy"), "--ids", at("few")).err())
        .contains("x.npy has 50 rows, and ", "few has 2 ids; give a line for each row");
    assertThat(run("add", "--vectors", at("x.parquet"), "--ids", at("few")).err())
        .contains("Cannot use --ids = ", "it is for an .npy file of --vectors alone");
  }

  private void table(String name, List<Column> columns, Object[]... rows) throws IOException {
    try (OutputStream out = Files.newOutputStream(directory.resolve(name));
        TableWriter writer = TableFormat.PARQUET.writer(out, columns, new Configuration())) {
      for (Object[] row : rows) {
        writer.write(row);
      }
    }
  }

  @Test
  void imagesOfATableAreEmbedded() throws IOException {
    table(
        "t.parquet",
        List.of(
            Column.text("image"), Column.text("label"), Column.text("colour"), Column.text("id")),
        new Object[] {"in/class 0/0.png", "shoes", "red", "one"},
        new Object[] {"in/class 1/1.png", "boots", null, null},
        new Object[] {"in/class 1/broken.png", "boots", null, "bad"},
        new Object[] {null, "boots", null, "none"});
    Ended ended = run("add", "--from", at("t.parquet"));
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains("Added 2 items to ", "Left out: 2 images", "bad (", "none (empty: The row");
    TreeMap<String, String> red = new TreeMap<>();
    red.put("colour", "red");
    try (Index opened = open()) {
      assertThat(opened.item("one")).contains(new IndexedItem("one", "shoes", "", red, null));
      assertThat(opened.item("in/class 1/1.png"))
          .contains(new IndexedItem("in/class 1/1.png", "boots", ""));
      assertThat(opened.vector("one").orElseThrow())
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(opened.embed(Samples.png(0)));
      assertThat(opened.picture("one")).isPresent();
    }
  }

  @Test
  void aTableOfOtherVectorsIsRefused() throws IOException {
    table(
        "t.parquet",
        List.of(Column.text("id"), new Column("vector", Column.Kind.FLOATS)),
        new Object[] {"a", new float[] {1, 2, 3}});
    assertThat(run("add", "--vectors", at("t.parquet")).err())
        .contains("Cannot add a: its vector has 3 floats, and those of the index at " + index)
        .contains(" have 8; embed it with the index's own network");
    table("u.parquet", List.of(Column.text("id"), Column.text("x")), new Object[] {"a", "b"});
    assertThat(run("add", "--vectors", at("u.parquet")).err())
        .contains("has the columns id, x; it needs vector (a list of floats), or image");
  }

  @Test
  void manyQueriesMakeATable() throws IOException {
    Ended found =
        Ended.of(
            List.of(
                "search",
                "--index",
                index,
                "--queries",
                at("in"),
                "--to",
                at("found.csv"),
                "-k",
                "3",
                "--json",
                at("found.json")));
    assertThat(found.code()).as(found.err()).isZero();
    assertThat(found.out())
        .contains("Searched by 9 queries in ", "7 images were embedded: ", " images/s")
        .contains("Wrote 21 results to " + at("found.csv"))
        .contains("2 queries could not be answered; " + at("found.csv.bad.jsonl") + " says why");
    assertThat(Files.readAllLines(directory.resolve("found.csv")))
        .hasSize(22)
        .startsWith("query,rank,id,distance,class");
    assertThat(directory.resolve("found.json")).content().contains("\"images\" : 7");
    Files.writeString(directory.resolve("none.csv"), "id\nx\n");
    search("--queries", at("none.csv"), "--to", at("none.jsonl"), 1, "1 query could not be");
    search("--queries", at("in"), "--to", at("found.csv"), 1, "something is there already");
    search("--queries", at("in"), "--to", at("found.txt"), 2, "let its name end with .csv, .jsonl");
    search("--queries", at("in"), "--id", "x", 2, "leave out --image, --id");
    search("--id", "x", "--to", at("y.csv"), 2, "it is for many searches: give --queries, too");
    search("--queries", at("in"), "--json", at("y"), 2, "give the file where results are written");
    search("--queries", at("in"), "--batch", "0", 2, "embed at least 1 image at a time");
    search("--text", "red shoes", "-k", "2", 2, "has no vectors of words; search it by --image");
  }

  private void search(
      String option, String value, String other, String second, int code, String said) {
    Ended ended = Ended.of(List.of("search", "--index", index, option, value, other, second));
    assertThat(ended.code()).as(ended.err()).isEqualTo(code);
    assertThat(ended.out() + ended.err()).contains(said);
  }

  private Ended search(String threshold) {
    return Ended.of(
        List.of("search", "--index", index, "--id", "base-501", "--threshold", threshold));
  }

  @Test
  void distancesAreCalibratedAndSearchedBy() throws IOException {
    assertThat(search("precision=0.5").err())
        .contains("the index was not calibrated; run ./anchorage index calibrate --index " + index);
    Path plot = directory.resolve("plot.html");
    Ended results =
        run("calibrate", "--pairs", "100", "--nearest", "10", "--plot", plot.toString());
    assertThat(results.code()).as(results.err()).isZero();
    assertThat(Files.readString(plot))
        .contains("<canvas data-calibration=\"roc\"", "Area under ROC", "\"truePositiveRate\"");
    assertThat(results.out())
        .contains(
            "100 pairs: 10 items of the split test, and the 10 nearest of each. ",
            "distance  precision   recall      F1  false positives      pairs",
            "The best F1:",
            "Area under the ROC curve 0.",
            "of pairs that were drawn",
            "Written to " + index);
    assertThat(run("info", "--json", at("info.json")).out())
        .contains("Calibrated   at version 1.0, with 50 items", "Thresholds   precision 50 % ")
        .containsPattern("the best F1, 0\\.\\d+, within \\d");
    assertThat(Files.readString(directory.resolve("info.json")))
        .contains("\"thresholds\"", "\"best\"", "\"log_bytes\"", "\"model\"");

    Path pairs = directory.resolve("pairs.csv");
    Files.writeString(pairs, "base-501,base-502,1\nbase-501,base-503,0\nnobody,base-501,1\n");
    Path json = directory.resolve("result.json");
    Ended given = run("calibrate", "--pairs-file", pairs.toString(), "--json", json.toString());
    assertThat(given.code()).as(given.err()).isZero();
    assertThat(given.out())
        .contains(
            "Left out: 1 pair, because 1 id is not in the index:",
            "nobody",
            "2 pairs. 50.0 % are the same",
            "Precision holds where 50.00 % of the pairs that are compared are the same");
    assertThat(Files.readString(json))
        .contains("\"left_out\" : 1", "\"false_positive_rate\"", "\"same_share\" : 0.5");
    assertThat(search("precision=0.5").code()).isZero();
    assertThat(search("near").err()).contains("use a distance, e.g. 0.8, or precision=0.95");
    assertThat(search("-1").err()).contains("a distance is 0 or more");
    assertThat(search("precision=2").err()).contains("a precision is over 0, and at most 1");

    Files.writeString(pairs, "base-501,base-502,0\nbase-502,base-501,1\n");
    run("calibrate", "--pairs-file", pairs.toString(), "--same-share", "0.25");
    assertThat(search("precision=0.25").code()).isZero();
    assertThat(search("precision=0.3").err())
        .contains("no distance reaches it; the highest precision that was measured is 0.250");
    assertThat(run("calibrate", "--same-share", "0.5").err())
        .contains("give a share over 0 and below 1, with --pairs-file");
    assertThat(run("calibrate", "--precision", "95").err())
        .contains("a precision is over 0, and at most 1");
  }

  @Test
  void withoutASubcommandARunIsNeeded() {
    Ended ended = Ended.of(List.of("index", "--to", directory.resolve("x").toString()));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains("Missing required options: --run; or name a command: add, delete, compact");
    assertThat(Ended.of(List.of("index", "add")).code()).isEqualTo(2);
  }
}
