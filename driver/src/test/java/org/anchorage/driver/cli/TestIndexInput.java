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
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.log.IndexWriter;
import org.anchorage.driver.index.log.SampleLog;
import org.anchorage.driver.table.Column;
import org.anchorage.driver.table.TableFormat;
import org.anchorage.driver.table.TableWriter;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code index add} makes of wrong input, and of what {@code index export} wrote. */
class TestIndexInput {

  private static final Configuration HADOOP = new Configuration();
  private static final List<Column> VECTORS =
      List.of(Column.text("id"), new Column("vector", Column.Kind.FLOATS));

  @TempDir Path directory;

  private String index = "";

  @BeforeEach
  void build() throws IOException {
    index = SampleLog.embedding(directory.resolve("index")).toString();
  }

  private Ended run(String command, String... words) {
    List<String> all = new ArrayList<>(List.of("index", command, "--index", index));
    all.addAll(List.of(words));
    return Ended.of(all);
  }

  private Index open() {
    return Index.open(new org.apache.hadoop.fs.Path(index), HADOOP, 1);
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  private void table(String name, List<Column> columns, Object[]... rows) throws IOException {
    try (OutputStream out = Files.newOutputStream(directory.resolve(name));
        TableWriter writer = TableFormat.PARQUET.writer(out, columns, HADOOP)) {
      for (Object[] row : rows) {
        writer.write(row);
      }
    }
  }

  private static float[] unit(int axis) {
    float[] vector = new float[8];
    vector[axis] = 1;
    return vector;
  }

  /** Attributes may be named as the columns are that describe an item. */
  @Test
  void whatParquetIsWrittenIsReadBackWhole() throws IOException {
    TreeMap<String, String> attributes = new TreeMap<>();
    for (String name :
        List.of(
            "id",
            "class",
            "class_name",
            "label",
            "split",
            "text",
            "vector",
            "image",
            "path",
            "file",
            "filename",
            "attributes",
            "bytes",
            "key",
            "value",
            "a b",
            "\u00e9")) {
      attributes.put(name, "of " + name);
    }
    attributes.put("empty", "");
    List<IndexedItem> items =
        List.of(
            new IndexedItem("all", "shoes", "test", attributes, "a red shoe"),
            new IndexedItem("no text", "shoes", "test", attributes, null),
            new IndexedItem("no class", "", "", attributes, null),
            new IndexedItem("nothing", "", ""));
    try (IndexWriter writer = IndexWriter.open(new org.apache.hadoop.fs.Path(index), HADOOP)) {
      List<NewItem> added = new ArrayList<>();
      for (IndexedItem item : items) {
        added.add(new NewItem(item, unit(added.size()), null));
      }
      writer.add(added);
    }
    assertThat(run("compact").code()).isZero();
    Ended exported = run("export", "--to", at("x.parquet"));
    assertThat(exported.code()).as(exported.err()).isZero();
    index = SampleLog.embedding(directory.resolve("other")).toString();
    Ended added = run("add", "--vectors", at("x.parquet"));
    assertThat(added.code()).as(added.err()).isZero();
    assertThat(run("compact").code()).isZero();
    try (Index opened = open()) {
      for (IndexedItem item : items) {
        assertThat(opened.item(item.id())).contains(item);
        assertThat(opened.vector(item.id())).contains(unit(items.indexOf(item)));
      }
    }
  }

  @Test
  void vectorsOfAnotherLengthAreRefused() throws IOException {
    float[] half = unit(1);
    half[1] = Float.NaN;
    float[] far = unit(2);
    far[2] = 50;
    Object[][] wrong = {
      {
        new float[8], "its vector is 0.000 long, and those of the index's own network have length 1"
      },
      {half, "its vector holds NaN; leave it out"},
      {
        far,
        "its vector is 50.00 long, and those of the index's own network have length 1; leave it"
      }
    };
    for (Object[] one : wrong) {
      table("v.parquet", VECTORS, new Object[] {"a", one[0]});
      Ended ended = run("add", "--vectors", at("v.parquet"));
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.err()).contains("Cannot add a: " + one[1]);
    }
    try (Index opened = open()) {
      assertThat(opened.count()).isEqualTo(50);
    }
  }

  @Test
  void anIdThatComesTwiceIsLeftOutWithBothPlaces() throws IOException {
    table(
        "t.parquet",
        VECTORS,
        new Object[] {"a", unit(0)},
        new Object[] {null, unit(1)},
        new Object[] {"b", unit(2)},
        new Object[] {"a", unit(3)});
    Ended ended = run("add", "--vectors", at("t.parquet"), "--batch", "1");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains("Added 2 items to ", "2 are new", "Left out: 2 rows", "row 2 (empty: The row has")
        .contains(
            "a (duplicate_id: It is the id of row 1 and of row 4; the first was taken. Give each its"
                + " own)");
    try (Index opened = open()) {
      assertThat(opened.vector("a")).contains(unit(0));
    }
    // An item that is there is still replaced.
    assertThat(run("add", "--vectors", at("t.parquet")).out()).contains("2 replaced others");

    run("export", "--to", at("x.npy"));
    List<String> ids = new ArrayList<>(Files.readAllLines(directory.resolve("x.npy.ids.txt")));
    ids.set(40, ids.get(3));
    Files.write(directory.resolve("ids"), ids);
    assertThat(run("add", "--vectors", at("x.npy"), "--ids", at("ids")).out())
        .contains("Left out: 1 row", "It is the id of line 4 and of line 41; the first was taken");

    Samples.put(directory, "0.png", Samples.png(0));
    Files.writeString(directory.resolve("list.csv"), "path,label\n0.png,c1\n0.png,c2\n");
    assertThat(run("add", "--from", at("list.csv")).out())
        .contains(
            "Left out: 1 image", "0.png (duplicate_id: It is the id of image 1 and of image 2");
  }

  @Test
  void nothingThatCouldBeAddedIsAFailure() throws IOException {
    Samples.put(directory, "in/c/broken.png", new byte[] {1, 2, 3});
    Ended broken = run("add", "--from", at("in"));
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.out())
        .contains("Added 0 items", "Left out: 1 image", "c/broken.png (unreadable: ")
        .contains("Nothing was added: there is nothing in " + at("in") + " that can be");
    table("none.parquet", VECTORS);
    assertThat(run("add", "--vectors", at("none.parquet")).code()).isEqualTo(1);
  }

  private void refused(int code, String message, String... words) {
    Ended ended = run("add", words);
    assertThat(ended.code()).as(ended.err()).isEqualTo(code);
    assertThat(ended.err()).contains(message);
  }

  @Test
  void wrongWordsAreWrongUse() throws IOException {
    Files.writeString(directory.resolve("x.csv"), "id,v0\na,1\n");
    refused(
        2,
        "a file of vectors is Parquet (.parquet) or a float32 array of NumPy (.npy); write it as one",
        "--vectors",
        at("x.csv"));
    refused(1, "There is nothing at " + at("nowhere"), "--vectors", at("nowhere"));
    refused(2, "it is for an .npy file of --vectors alone", "--from", at("x"), "--ids", at("y"));
    refused(2, "--format = csv: it is for --from", "--vectors", at("x"), "--format", "csv");
    refused(2, "write at least 1 item at once", "--from", at("x"), "--batch", "0");
    refused(2, "let the log have at least 1 change", "--from", at("x"), "--log-items", "0");
    run("export", "--to", at("x.npy"));
    Files.delete(directory.resolve("x.npy.ids.txt"));
    refused(
        1,
        "There are no ids at " + at("x.npy.ids.txt") + "; name the file of a line an id with --ids",
        "--vectors",
        at("x.npy"));
    Ended one = Ended.of(List.of("index", "merge", "--index", index, "--to", at("m")));
    assertThat(one.code()).isEqualTo(2);
    assertThat(one.err())
        .contains("There is nothing to merge " + index + " with; give --index for each of two");
  }

  @Test
  void aFilterThatAdmitsNothingSaysWhy() {
    Ended ended = run("delete", "--where", "class=c7|c1,colour=Red");
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("No item has class = 'c7'; there is 'c0', 'c1', 'c2'")
        .contains("No item has colour = 'Red'; there is 'red', ")
        .contains("Deleted 0 items of ")
        .doesNotContain("'c1';");
    assertThat(run("delete", "--where", "class").code()).isEqualTo(2);
    assertThat(Arrays.asList(run("delete", "--where", "class!=c1").out().split("\n"))).hasSize(1);
  }
}
