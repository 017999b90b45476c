/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import static org.anchorage.driver.index.log.LogSamples.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.NewItem;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestMerge {

  private final Configuration hadoop = new Configuration();

  @TempDir Path directory;

  private org.apache.hadoop.fs.Path index(String name, List<NewItem> items) {
    return SampleLog.index(directory.resolve(name), items, "a network");
  }

  private org.apache.hadoop.fs.Path target() {
    return new org.apache.hadoop.fs.Path(directory.resolve("merged").toUri());
  }

  private List<String> merged(Merge.WhenTwice twice, org.apache.hadoop.fs.Path... indices) {
    new Merge(hadoop, twice).run(List.of(indices), target(), WhenExists.REPLACE);
    assertThat(new Verification(target(), hadoop).run().problems()).isEmpty();
    try (IndexWriter writer = IndexWriter.open(target(), hadoop, 10)) {
      return writer.ids(ItemFilter.ALL);
    }
  }

  private static NewItem other(String id, int number) {
    return new NewItem(new IndexedItem(id, "other", "train"), LogSamples.vector(number), null);
  }

  @Test
  void itemsComeInTheOrderOfTheIndicesWithWhatWasAdded() {
    org.apache.hadoop.fs.Path one = index("one", items(0, 30));
    org.apache.hadoop.fs.Path two = index("two", items(40, 45));
    try (IndexWriter writer = IndexWriter.open(one, hadoop, 10)) {
      writer.add(items(50, 52));
      writer.delete(List.of("new-0"));
    }
    List<String> ids = merged(Merge.WhenTwice.REFUSE, one, two);
    assertThat(ids).hasSize(36).startsWith("new-1").endsWith("new-43", "new-44");
    assertThat(ids.subList(29, 32)).containsExactly("new-50", "new-51", "new-40");
    try (Index index = Index.open(target(), hadoop, 1)) {
      assertThat(index.info().generation()).isEqualTo(1);
      assertThat(index.vector("new-41").orElseThrow()).isEqualTo(LogSamples.vector(41));
      assertThat(index.picture("new-50").orElseThrow()).isEqualTo(LogSamples.picture(50));
    }
  }

  @Test
  void idsThatAreInTwoIndicesAreNamedOrChosen() {
    org.apache.hadoop.fs.Path one = index("one", items(0, 30));
    org.apache.hadoop.fs.Path two =
        index("two", List.of(other("new-7", 70), other("x", 71), other("new-9", 72)));
    assertThatThrownBy(() -> merged(Merge.WhenTwice.REFUSE, one, two))
        .isInstanceOf(ArtifactException.class)
        .hasMessage(
            "2 ids are in more than one of the indices: new-7, new-9; choose which to keep with"
                + " --when-twice first or --when-twice last");
    assertThat(directory.resolve("merged")).doesNotExist();

    assertThat(merged(Merge.WhenTwice.FIRST, one, two)).hasSize(31).endsWith("new-29", "x");
    assertThat(merged(Merge.WhenTwice.LAST, one, two))
        .hasSize(31)
        .endsWith("new-29", "new-7", "x", "new-9")
        .doesNotHaveDuplicates();
    try (Index index = Index.open(target(), hadoop, 1)) {
      assertThat(index.vector("new-7").orElseThrow()).isEqualTo(LogSamples.vector(70));
    }
  }

  @Test
  void indicesOfTwoNetworksAreNotMerged() {
    org.apache.hadoop.fs.Path one = index("one", items(0, 3));
    org.apache.hadoop.fs.Path two =
        SampleLog.index(directory.resolve("two"), items(5, 8), "another network");
    assertThatThrownBy(() -> merged(Merge.WhenTwice.REFUSE, one, two))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContainingAll(
            "The indices at",
            "are of two networks, so distances between their vectors mean nothing");
  }
}
