/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import static org.anchorage.driver.index.log.LogSamples.item;
import static org.anchorage.driver.index.log.LogSamples.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.NewItem;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestVerification {

  private final Configuration hadoop = new Configuration();
  private org.apache.hadoop.fs.Path location;

  @TempDir Path directory;

  @BeforeEach
  void build() {
    location = SampleLog.index(directory);
    try (IndexWriter writer = IndexWriter.open(location, hadoop, 100)) {
      for (int i = 0; i < 4; i++) {
        writer.add(items(i, i + 1));
      }
    }
  }

  private List<String> problems() {
    return new Verification(location, hadoop).run().problems();
  }

  private Path batch(int number) {
    return directory.resolve(String.format("index/log/%08d.batch", number));
  }

  @Test
  void aWholeIndexHasNoProblems() {
    Verification.Result result = new Verification(location, hadoop).run();
    assertThat(result.problems()).isEmpty();
    assertThat(result.items()).isEqualTo(54);
    assertThat(result.batches()).isEqualTo(4);
  }

  @Test
  void eachFileThatDiffersIsNamed() throws IOException {
    try (Stream<Path> found = Files.walk(directory.resolve("index"))) {
      for (Path file :
          found
              .filter(Files::isRegularFile)
              .filter(path -> !path.toString().endsWith(".crc"))
              .filter(path -> !path.endsWith("manifest.json"))
              .toList()) {
        byte[] whole = Files.readAllBytes(file);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        Files.write(file, flipped);
        assertThat(problems()).as(file.toString()).isNotEmpty();
        assertThat(problems().get(0)).contains(file.getFileName().toString());
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertThat(problems()).as(file.toString()).isNotEmpty();
        Files.write(file, whole);
      }
    }
    assertThat(problems()).isEmpty();
  }

  @Test
  void aMissingOrCutBatchIsNamedByAllWhoReadTheLog() throws IOException {
    byte[] whole = Files.readAllBytes(batch(3));
    Files.write(batch(3), Arrays.copyOf(whole, 40));
    assertThat(problems()).hasSize(1);
    assertThat(problems().get(0)).contains("00000003.batch", "is damaged");
    assertThatThrownBy(() -> Index.open(location, hadoop, 1))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContainingAll("00000003.batch", "is damaged");

    Files.delete(batch(3));
    assertThat(problems()).hasSize(1);
    assertThat(problems().get(0)).contains("lacks batch 3, and batch 4 is there");
    assertThatThrownBy(() -> IndexWriter.open(location, hadoop, 1))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("lacks batch 3, and batch 4 is there");
  }

  @Test
  void anIdThatIsThereTwiceIsFound() {
    List<NewItem> inTwoShards = new ArrayList<>(items(0, 30));
    inTwoShards.add(item(2));
    assertThat(problemsOf("two", inTwoShards))
        .containsExactly("The id new-2 is in the index twice");
    List<NewItem> inOneShard = new ArrayList<>(items(0, 30));
    inOneShard.add(item(29));
    assertThat(problemsOf("one", inOneShard)).hasSize(1);
    assertThat(problemsOf("one-more", inOneShard).get(0))
        .contains(" of a shard is new-29, and this id leads to row ");
  }

  private List<String> problemsOf(String name, List<NewItem> items) {
    var index = SampleLog.index(directory.resolve(name), items, "a network");
    return new Verification(index, hadoop).run().problems();
  }
}
