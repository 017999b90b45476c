/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.anchorage.driver.artifact.FullDisk;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestLease {

  /** Far beyond any test: the clock decides, and the heartbeat never does. */
  private static final Duration LENGTH = Duration.ofHours(3);

  private final Configuration hadoop = new Configuration();
  private Instant now = Instant.parse("2024-05-06T07:08:09Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

  @TempDir Path directory;

  TestLease() {
    FullDisk.install(hadoop, 1 << 20);
    hadoop.set("fs.timeless.impl", Timeless.class.getName());
  }

  /** As an object store: what is written has the time of writing and no other. */
  public static final class Timeless extends RawLocalFileSystem {

    @Override
    public java.net.URI getUri() {
      return java.net.URI.create("timeless:///");
    }

    @Override
    public void setTimes(org.apache.hadoop.fs.Path path, long modified, long accessed) {}
  }

  private org.apache.hadoop.fs.Path run(String scheme) {
    return new org.apache.hadoop.fs.Path(scheme + "://" + directory.resolve("run"));
  }

  private Lease take(String scheme) {
    return Lease.take(run(scheme), hadoop, LENGTH, clock);
  }

  private Path file() {
    return directory.resolve("run").resolve(Lease.FILE);
  }

  private void lie(Holder holder) throws IOException {
    Files.createDirectories(file().getParent());
    JsonMapper.builder().build().writeValue(file().toFile(), holder);
    Files.setLastModifiedTime(file(), java.nio.file.attribute.FileTime.from(now));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "fulldisk"})
  void theSecondIsToldWhoHoldsTheRunAndWhenItMayBeTakenOver(String scheme) {
    try (Lease held = take(scheme)) {
      now = now.plusSeconds(60);
      assertThatThrownBy(() -> take(scheme))
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining("/run is being trained by process " + ProcessHandle.current().pid())
          .hasMessageContaining(" since 2024-05-06T07:08:09Z; wait for it or stop it")
          .hasMessageContaining(
              "train --resume takes the run over from 2024-05-06T10:08:09Z on"
                  + " (checkpoint.lease-seconds = 10800");
      assertThatThrownBy(() -> Lease.requireFree(run(scheme), hadoop, LENGTH, clock))
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining("is being trained by");
      held.require();
    }
  }

  @Test
  void aSecondMinerIsToldWhoMinesTheRunAndWhatToDo() {
    try (Lease held = Lease.take(Leased.MINED, run("file"), hadoop, LENGTH, clock)) {
      held.require();
      assertThatThrownBy(() -> Lease.take(Leased.MINED, run("file"), hadoop, LENGTH, clock))
          .isInstanceOf(LeaseException.class)
          .hasMessageStartingWith("The mined directory at file:")
          .hasMessageContaining("/run is being written by process " + ProcessHandle.current().pid())
          .hasMessageEndingWith(
              " since 2024-05-06T07:08:09Z; wait for it or stop it, or write the table elsewhere"
                  + " with --to URI. If it is dead, the same command takes the directory over from"
                  + " 2024-05-06T10:08:09Z on (checkpoint.lease-seconds = 10800 after its last sign"
                  + " of life)");
    }
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "fulldisk"})
  void whoeverOnlyLooksSeesWhetherADriverLives(String scheme) {
    assertThat(isHeld(scheme)).isFalse();
    try (Lease held = take(scheme)) {
      held.require();
      assertThat(isHeld(scheme)).isTrue();
      now = now.plus(LENGTH);
      assertThat(isHeld(scheme)).isFalse();
    }
    assertThat(isHeld(scheme)).isFalse();
  }

  private boolean isHeld(String scheme) {
    return Lease.isHeld(Leased.RUN, run(scheme), hadoop, LENGTH, clock);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "fulldisk"})
  void whatWasGivenFreeCanBeTaken(String scheme) {
    take(scheme).close();
    assertThat(file()).doesNotExist();
    take(scheme).close();
    assertThatCode(() -> Lease.requireFree(run(scheme), hadoop, LENGTH, clock))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "fulldisk"})
  void oneThatIsRenewedLastsOn(String scheme) {
    try (Lease held = take(scheme)) {
      now = now.plus(LENGTH).minusSeconds(1);
      held.renew();
      now = now.plus(LENGTH).minusSeconds(1);
      assertThatThrownBy(() -> take(scheme)).isInstanceOf(LeaseException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "fulldisk"})
  void oneThatRanOutIsTakenOverAndItsHolderStops(String scheme) {
    Lease lost = take(scheme);
    now = now.plus(LENGTH);
    try (Lease taken = take(scheme)) {
      taken.require();
      assertThatThrownBy(lost::require)
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining("is no longer this driver's")
          .hasMessageContaining("has taken it over; nothing more is written");
      lost.renew();
      lost.close();
      taken.require();
      assertThat(directory.resolve("run")).isDirectoryNotContaining("glob:**-after-*");
    }
  }

  @Test
  void oneThatWasRemovedByHandIsLost() throws IOException {
    try (Lease lease = take("file")) {
      Files.delete(file());
      assertThatThrownBy(lease::require)
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining("its lease was removed");
    }
  }

  @Test
  void thatOfADeadProcessOfThisHostIsTakenOverAtOnce() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Holder here = Holder.here(now);
    lie(new Holder("t", here.host(), here.space(), dead.pid(), 0, "before"));
    take("file").close();

    // The number of a living process, which began later.
    lie(new Holder("t", here.host(), here.space(), here.process(), 1, "before"));
    take("file").close();
  }

  @Test
  void nobodyKnowsWhatIsDeadElsewhere() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Holder here = Holder.here(now);
    lie(new Holder("t", "elsewhere", here.space(), dead.pid(), 0, "before"));
    assertThatThrownBy(() -> take("file"))
        .hasMessageContaining("process " + dead.pid() + " on elsewhere since before");
    lie(new Holder("t", here.host(), "another container", dead.pid(), 0, "before"));
    assertThatThrownBy(() -> take("file")).isInstanceOf(LeaseException.class);
  }

  @Test
  void oneThatIsBeingWrittenIsHeldAndOneThatNeverWasRunsOut() throws IOException {
    Files.createDirectories(file().getParent());
    Files.createFile(file());
    Files.setLastModifiedTime(file(), java.nio.file.attribute.FileTime.from(now));
    assertThatThrownBy(() -> take("file"))
        .hasMessageContaining("is being trained by a driver that has just begun");
    now = now.plus(LENGTH);
    take("file").close();
  }

  @Test
  void oneThatDiedWhileTakingOverDoesNotBarTheWay() throws IOException {
    take("file");
    now = now.plus(LENGTH);
    String token = JsonMapper.builder().build().readTree(file().toFile()).get("token").asText();
    Path claim = file().resolveSibling(Lease.FILE + "-after-" + token);
    Files.createFile(claim);
    Files.setLastModifiedTime(claim, java.nio.file.attribute.FileTime.from(now));
    assertThatThrownBy(() -> take("file"))
        .hasMessageContaining("Another driver is taking over the run at ");
    now = now.plus(LENGTH);
    take("file").close();
    assertThat(claim).doesNotExist();
  }

  @Test
  void whereTimesCannotBeSetItIsWrittenAnew() throws IOException {
    now = Instant.now();
    try (Lease held = take("timeless")) {
      Files.setLastModifiedTime(
          file(), java.nio.file.attribute.FileTime.from(now.minus(LENGTH).minus(LENGTH)));
      held.renew();
      held.require();
      assertThatThrownBy(() -> take("timeless")).isInstanceOf(LeaseException.class);
    }
  }

  @Test
  void ofManyThatWantADeadOnesRunOneGetsIt() throws Exception {
    Holder here = Holder.here(now);
    for (int turn = 0; turn < 20; turn++) {
      lie(new Holder("t" + turn, here.host(), here.space(), here.process(), 1, "before"));
      ExecutorService threads = Executors.newFixedThreadPool(8);
      List<Callable<Boolean>> wanting =
          IntStream.range(0, 8).<Callable<Boolean>>mapToObj(i -> this::taken).toList();
      List<Future<Boolean>> got = threads.invokeAll(wanting);
      List<Boolean> won = got.stream().map(TestLease::result).collect(Collectors.toList());
      threads.shutdown();
      assertThat(won).containsOnlyOnce(true);
      Files.delete(file());
    }
  }

  private static boolean result(Future<Boolean> future) {
    try {
      return future.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean taken() {
    try {
      take("file");
      return true;
    } catch (LeaseException e) {
      return false;
    }
  }
}
