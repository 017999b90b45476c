/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
            "2 images were left out:",
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
        .contains("Deleted 2 items of ", "; 48 are left", "1 ids are not in the index:", "nobody");
    assertThat(run("delete", "--where", "class=c1").code()).isZero();
    try (Index opened = open()) {
      assertThat(opened.counts(org.anchorage.driver.index.ItemFilter.ALL, 9).get("class"))
          .containsOnlyKeys("c0", "c2");
    }
    assertThat(run("delete", "--where", "size=9").err())
        .contains("No item has an attribute 'size' to filter by; there are class, split, colour");
    Ended nothing = run("delete");
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).contains("Nothing says what to delete; give --id, --ids or --where");
  }

  @Test
  void anIndexIsDescribedCompactedVerifiedAndMerged() throws IOException {
    run("delete", "--id", "base-500");
    assertThat(run("info").out())
        .contains("49 vectors of 8, stored as float", "1 batches (to number 1)", "1 deleted");
    assertThat(run("info", "--log-items", "1").out()).contains("Compaction is due: run");
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

  @Test
  void withoutASubcommandARunIsNeeded() {
    Ended ended = Ended.of(List.of("index", "--to", directory.resolve("x").toString()));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains("Missing required options: --run; or name a command: add, delete, compact");
    assertThat(Ended.of(List.of("index", "add")).code()).isEqualTo(2);
  }
}
