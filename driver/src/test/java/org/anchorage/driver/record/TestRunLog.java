/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.record;

import static org.anchorage.driver.record.TestEpochRecordParser.epoch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestRunLog {

  @TempDir private Path folder;
  private Path run;
  private RunLog log;

  @BeforeEach
  void open() {
    run = folder.resolve("run");
    log = new RunLog(new org.apache.hadoop.fs.Path(run.toUri()), new Configuration());
  }

  @Test
  void isEmptyBeforeTheFirstRecord() throws IOException {
    assertThat(log.read()).isEmpty();
    log.truncateAfter(0);
    assertThat(run).doesNotExist();
  }

  @Test
  void keepsRecordsInOrder() throws IOException {
    log.append(epoch(0));
    log.append(epoch(1));
    log.append(epoch(2));
    assertThat(log.read()).containsExactly(epoch(0), epoch(1), epoch(2));
    assertThat(Files.readString(run.resolve(RunLog.FILE)).lines()).hasSize(3);
  }

  @Test
  void leavesNoTemporaryFileBehind() throws IOException {
    log.append(epoch(0));
    log.append(epoch(1));
    try (Stream<Path> files = Files.list(run)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("metrics.jsonl", ".metrics.jsonl.crc");
    }
  }

  @Test
  void aReaderKeepsTheOldFileWhileItIsReplaced() throws IOException {
    log.append(epoch(0));
    try (InputStream reading = Files.newInputStream(run.resolve(RunLog.FILE))) {
      log.append(epoch(1));
      assertThat(reading).hasContent(EpochRecordParser.toJson(epoch(0)));
    }
  }

  @Test
  void worksWhereNoRenameReplaces() throws IOException {
    Configuration withoutContexts = new Configuration(false);
    RunLog plain = new RunLog(new org.apache.hadoop.fs.Path(run.toUri()), withoutContexts);
    plain.append(epoch(0));
    plain.append(epoch(1));
    assertThat(plain.read()).containsExactly(epoch(0), epoch(1));
  }

  @Test
  void truncatesForResume() throws IOException {
    for (int number = 0; number < 4; number++) {
      log.append(epoch(number));
    }
    log.truncateAfter(1);
    assertThat(log.read()).containsExactly(epoch(0), epoch(1));
    log.append(epoch(2));
    assertThat(log.read()).hasSize(3);
    log.truncateAfter(-1);
    assertThat(log.read()).isEmpty();
  }

  @Test
  void refusesAnEpochThatIsAlreadyThere() throws IOException {
    log.append(epoch(2));
    assertThatThrownBy(() -> log.append(epoch(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Epoch 2 cannot follow epoch 2")
        .hasMessageContaining("truncate the log after epoch 1 first");
    assertThat(log.read()).containsExactly(epoch(2));
  }

  @Test
  void namesACorruptLine() throws IOException {
    Files.createDirectories(run);
    Files.write(
        run.resolve(RunLog.FILE), List.of(EpochRecordParser.toJson(epoch(0)), "{\"epoch\":1,"));
    assertThatThrownBy(log::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Line 2 of file:")
        .hasMessageContaining("metrics.jsonl is no epoch record")
        .hasMessageContaining("resume the run from there");
  }

  @Test
  void recoversWhatAnInterruptedReplacementLeft() throws IOException {
    Files.createDirectories(run);
    String whole = EpochRecordParser.toJson(epoch(0)) + "\n" + EpochRecordParser.toJson(epoch(1));
    Path temporary = run.resolve(".metrics.jsonl.tmp");
    Files.writeString(temporary, whole + "\n");
    assertThat(log.read()).containsExactly(epoch(0), epoch(1));
    Files.writeString(temporary, whole);
    assertThat(log.read()).as("cut short").isEmpty();
  }

  @Test
  void anUnfinishedReplacementDoesNotCount() throws IOException {
    log.append(epoch(0));
    Files.writeString(run.resolve(".metrics.jsonl.tmp"), "{\"epoch\":");
    assertThat(log.read()).containsExactly(epoch(0));
    log.append(epoch(1));
    assertThat(log.read()).hasSize(2);
  }
}
