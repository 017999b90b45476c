/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.serve.FakeIndex;
import org.anchorage.driver.serve.metrics.ServerMetrics;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newer index takes the place of the one before; a broken one does not. */
class TestFollowing {

  private static final Configuration HADOOP = new Configuration();

  @TempDir java.nio.file.Path directory;

  private final ServerMetrics metrics = new ServerMetrics();
  private final FakeIndex first = new FakeIndex();
  private final Current current = new Current(opened(first));
  private final List<FakeIndex> made = new ArrayList<>();
  private final AtomicInteger opens = new AtomicInteger();
  private Path name = new Path("/");

  @BeforeEach
  void publishOne() throws IOException {
    index("a", "1");
    name = new Path(Files.writeString(directory.resolve("pointer"), "a\n").toUri());
  }

  private void index(String folder, String manifest) throws IOException {
    Files.createDirectories(directory.resolve(folder));
    Files.writeString(directory.resolve(folder).resolve("manifest.json"), manifest);
  }

  private void point(String line) throws IOException {
    Files.writeString(directory.resolve("pointer"), line);
  }

  private Opened opened(FakeIndex index) {
    return new Opened(
        index, new EmbedQueue(index::embed, new EmbedQueue.Batching(1, 1, 0), metrics));
  }

  private Follower follower() {
    return new Follower(
        () -> Published.at(name, HADOOP),
        now -> {
          opens.incrementAndGet();
          if (now.location().getName().equals("broken")) {
            throw new IllegalStateException("no answer");
          }
          made.add(new FakeIndex());
          return opened(made.get(made.size() - 1));
        },
        Published.at(name, HADOOP),
        current,
        metrics);
  }

  private double swaps(String outcome) {
    return new String(metrics.text(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("anchorage_index_swaps_total{outcome=\"" + outcome))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf("} ") + 2)))
        .sum();
  }

  private Served served() {
    return current.with(Opened::served);
  }

  @Test
  void followsAPointerAndANewManifest() throws IOException {
    Follower follower = follower();
    follower.look();
    assertThat(served()).isSameAs(first);
    index("b", "1");
    point(directory.resolve("b").toUri() + "\nsecond line");
    follower.look();
    assertThat(served()).isSameAs(made.get(0));
    assertThat(first.closed).hasValue(1);
    index("b", "22");
    follower.look();
    assertThat(served()).isSameAs(made.get(1));
    assertThat(swaps("swapped")).isEqualTo(2);
    follower.close();
  }

  @Test
  void aBrokenOneIsRefusedOnceAndTheOldOneGoesOn() throws IOException {
    Follower follower = follower();
    index("broken", "1");
    point("broken");
    follower.look();
    follower.look();
    assertThat(served()).isSameAs(first);
    assertThat(opens).hasValue(1);
    point("lost");
    follower.look();
    point("");
    follower.look();
    assertThat(served()).isSameAs(first);
    assertThat(first.closed).hasValue(0);
    assertThat(swaps("refused")).isEqualTo(3);
    point("a");
    follower.look();
    assertThat(served()).isSameAs(first);
    index("c", "1");
    point("c");
    follower.look();
    assertThat(served()).isSameAs(made.get(0));
    follower.close();
  }

  /** Requests go on through 200 swaps, and none sees a closed index. */
  @Test
  void noRequestFails() {
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger asked = new AtomicInteger();
    CompletableFuture<Void> asking =
        CompletableFuture.runAsync(
            () -> {
              while (!done.get()) {
                current.with(
                    opened -> {
                      FakeIndex index = (FakeIndex) opened.served();
                      assertThat(index.closed).hasValue(0);
                      assertThat(index.item("red/0")).isPresent();
                      assertThat(index.closed).hasValue(0);
                      return asked.incrementAndGet();
                    });
              }
            });
    for (int i = 0; i < 200; i++) {
      made.add(new FakeIndex());
      current.swap(opened(made.get(i)));
    }
    while (asked.get() == 0) {
      Thread.onSpinWait();
    }
    done.set(true);
    asking.join();
    current.close();
    assertThat(made).allMatch(index -> index.closed.get() == 1);
  }

  @Test
  void saysWhatIsWrongWithAName() {
    assertThatThrownBy(() -> Published.at(new Path(directory.resolve("none").toUri()), HADOOP))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("--index")
        .hasMessageContaining("there is no index, and no file that names one");
  }
}
