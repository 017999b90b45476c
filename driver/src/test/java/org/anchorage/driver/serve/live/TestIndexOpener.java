/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.driver.index.log.IndexWriter;
import org.anchorage.driver.index.log.SampleLog;
import org.anchorage.driver.serve.metrics.ServerMetrics;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is opened leaves nothing behind. */
class TestIndexOpener {

  private static final Configuration HADOOP = new Configuration();

  @TempDir Path directory;

  private final IndexOpener opener =
      new IndexOpener(HADOOP, SettingsReader.defaults().settings().serve(), new ServerMetrics());

  private Published published(String name) throws IOException {
    return Published.at(SampleLog.embedding(directory.resolve(name)), HADOOP);
  }

  /** A new directory each night must not keep a writer, and its thread, each. */
  @Test
  void writersEndWithTheLastThatServesTheirIndex() throws IOException {
    Published first = published("first");
    Opened one = opener.open(first);
    Opened again = opener.open(first);
    Opened second = opener.open(published("second"));
    assertThat(opener.writers()).isEqualTo(2);
    one.served().delete(List.of("base-500"));
    one.leave();
    assertThat(opener.writers()).isEqualTo(2);
    again.served().delete(List.of("base-501"));
    again.leave();
    assertThat(opener.writers()).isEqualTo(1);
    // Nobody holds the first index any more.
    try (IndexWriter other = IndexWriter.open(first.location(), HADOOP, 100)) {
      assertThat(other.info().items()).isEqualTo(48);
    }
    second.leave();
    assertThat(opener.writers()).isZero();
    opener.close();
  }

  @Test
  void anIndexThatDoesNotAnswerLeavesNothing() {
    Published mute = Published.at(SampleLog.ofAnotherNetwork(directory.resolve("mute")), HADOOP);
    assertThatThrownBy(() -> opener.open(mute)).isInstanceOf(RuntimeException.class);
    assertThat(opener.writers()).isZero();
  }

  @Test
  void aReaderThatFailsKeepsNoOtherFromACompaction() throws IOException {
    Published published = published("index");
    AtomicInteger told = new AtomicInteger();
    Readers readers = new Readers(published.location());
    readers.add(
        () -> {
          throw new IllegalStateException("The index is closed");
        });
    readers.add(told::incrementAndGet);
    try (IndexWriter writer = IndexWriter.open(published.location(), HADOOP, 100)) {
      assertThat(writer.delete(List.of("base-500"))).isEmpty();
      new Compactions(readers).compact(writer);
    }
    assertThat(told).hasValue(1);
  }
}
