/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import static org.anchorage.driver.index.log.LogSamples.items;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.index.Effort;
import org.anchorage.driver.index.Folding;
import org.anchorage.driver.index.Hit;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.QueryVector;
import org.anchorage.driver.index.SearchRequest;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a generation holds does not depend on how the rows before were read or stored. */
class TestRebuild {

  private final Configuration hadoop = new Configuration();

  @TempDir Path directory;

  /** Shards with more floats than an array holds are read in pieces. */
  @Test
  void vectorsThatAreNotHeldMakeTheSameLists() {
    org.apache.hadoop.fs.Path location = SampleLog.index(directory);
    try (IndexWriter writer = IndexWriter.open(location, hadoop)) {
      writer.add(items(0, 30));
      writer.delete(List.of("new-4", "base-510"));
    }
    assertThat(lists(location, "pieces", 0)).isEqualTo(lists(location, "whole", 1 << 20));
  }

  private SortedMap<String, String> lists(
      org.apache.hadoop.fs.Path location, String name, int held) {
    try (Index index = Index.open(location, hadoop, 1)) {
      Contents contents =
          index.ofSnapshot(
              now -> {
                LiveRows rows = LiveRows.of(now.info().dim(), now.parts());
                org.apache.hadoop.fs.Path target =
                    new org.apache.hadoop.fs.Path(directory.resolve(name).toUri());
                try {
                  return new Rebuild(hadoop, held)
                      .write(location, 2, now.info(), rows, target, now.info().log());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      SortedMap<String, String> lists = new TreeMap<>(contents.checksums());
      lists.keySet().removeIf(file -> file.contains("/items/"));
      assertThat(lists).hasSize(2 * 4 + 1);
      return lists;
    }
  }

  /** The same picture is added under another id: it is the same before and after a compaction. */
  @Test
  void halvesAreHalvesInTheLogToo() {
    org.apache.hadoop.fs.Path location =
        SampleLog.with(directory.resolve("half"), "index.coding=half");
    NewItem first = SampleLog.items().get(7);
    NewItem twin = new NewItem(new IndexedItem("twin", "c1", "train"), first.vector(), null);
    try (IndexWriter writer = IndexWriter.open(location, hadoop)) {
      writer.add(items(0, 30));
      writer.add(List.of(twin));
      try (Index index = Index.open(location, hadoop, 1)) {
        assertThat(index.vector("twin").orElseThrow())
            .isEqualTo(index.vector("base-507").orElseThrow())
            .isNotEqualTo(first.vector());
        List<List<Hit>> before = answers(index);
        assertThat(before.get(0).get(0).folded()).containsExactly("twin");
        assertThat(writer.compact()).isTrue();
        assertThat(index.refresh()).isTrue();
        assertThat(answers(index)).isEqualTo(before);
      }
    }
  }

  private static List<List<Hit>> answers(Index index) {
    SearchRequest near = request(SampleLog.items().get(7).vector());
    SearchRequest other = request(LogSamples.vector(1234));
    double threshold = index.search(other).hits().get(30).distance();
    return Stream.of(
            near.withFolding(Folding.within(0)), near, other, other.withThreshold(threshold))
        .map(request -> index.search(request).hits())
        .toList();
  }

  private static SearchRequest request(float[] vector) {
    return SearchRequest.of(QueryVector.of(vector), 70).withEffort(Effort.EXACT);
  }
}
