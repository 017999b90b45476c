/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anchorage.core.config.RunSettings;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.train.TrainStage;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCheckpoints {

  private final SparkSession session = LocalSpark.session();
  private final Configuration hadoop = session.sparkContext().hadoopConfiguration();

  @TempDir Path directory;

  private static org.apache.hadoop.fs.Path path(String scheme, Path path) {
    return new org.apache.hadoop.fs.Path(scheme + "://" + path);
  }

  /** Once a directory was listed, what it held is gone, and what lay at aside/ is there. */
  public static final class Overtaken extends RawLocalFileSystem {

    @Override
    public URI getUri() {
      return URI.create("overtaken:///");
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
      FileStatus[] listed = super.listStatus(path);
      Path place = Path.of(path.toUri().getPath());
      Path newer = place.resolveSibling("aside").resolve("round-00000002-epoch-0002");
      if (place.endsWith("checkpoints") && Files.exists(newer)) {
        for (FileStatus status : listed) {
          delete(status.getPath(), true);
        }
        Files.move(newer, place.resolve(newer.getFileName()));
      }
      return listed;
    }
  }

  @Test
  void whoReadsWhileARunIsTrainedFindsTheOneThatTookAnothersPlace() throws IOException {
    Path run = directory.resolve("run");
    new TrainStage(session, TinyCorpus.quiet())
        .begin(TinyCorpus.settings("epochs=1", "run=" + run));
    Path newest = run.resolve("checkpoints/round-00000002-epoch-0002");
    Files.createDirectories(run.resolve("aside"));
    Files.move(newest, run.resolve("aside").resolve(newest.getFileName()));

    hadoop.set("fs.overtaken.impl", Overtaken.class.getName());
    Position found =
        Checkpoints.newestOf(path("overtaken", run.resolve("checkpoints")), hadoop).orElseThrow();
    assertThat(found.epoch()).isEqualTo(2);
  }

  /** A local disk on which what is written of a network soon finds no room. */
  public static final class Filling extends LocalFileSystem {

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        FsPermission permission,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      FSDataOutputStream out =
          super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
      if (!path.getName().equals("network.zip")) {
        return out;
      }
      return new FSDataOutputStream(
          new FilterOutputStream(out) {
            private long room = 4096;

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
              room -= length;
              if (room < 0) {
                throw new IOException("No space left on device");
              }
              out.write(bytes, from, length);
            }
          },
          null);
    }
  }

  @Test
  void oneThatFillsTheDiskLeavesThoseBefore() throws IOException {
    RunSettings reader = TinyCorpus.settings("run=" + directory.resolve("run"));
    Progress.Factory filling =
        (stage, total, unit) -> {
          if (stage.equals("epoch 2")) {
            hadoop.set("fs.file.impl", Filling.class.getName());
            hadoop.setBoolean("fs.file.impl.disable.cache", true);
          }
          return TinyCorpus.quiet().start(stage, total, unit);
        };
    try {
      assertThatThrownBy(() -> new TrainStage(session, filling).begin(reader))
          .isInstanceOf(ArtifactException.class)
          .hasMessageStartingWith("Cannot write the checkpoint to file:")
          .hasMessageEndingWith(
              ": No space left on device; free space there or choose a place with more");
    } finally {
      hadoop.unset("fs.file.impl");
      hadoop.unset("fs.file.impl.disable.cache");
    }
    Path checkpoints = directory.resolve("run/checkpoints");
    assertThat(checkpoints)
        .isDirectoryContaining("glob:**/round-00000002-epoch-0002")
        .isDirectoryNotContaining("glob:**/.round-*");

    List<EpochRecord> records = new TrainStage(session, TinyCorpus.quiet()).resume(reader);
    RunSettings whole = TinyCorpus.settings("run=" + directory.resolve("whole"));
    List<EpochRecord> expected = new TrainStage(session, TinyCorpus.quiet()).begin(whole);
    assertThat(records).extracting(EpochRecord::loss).isEqualTo(losses(expected));
    assertThat(records).extracting(EpochRecord::metrics).isEqualTo(metrics(expected));
    assertThat(parameters("run")).isEqualTo(parameters("whole"));
  }

  private static List<Object> losses(List<EpochRecord> records) {
    return records.stream().map(record -> (Object) record.loss()).toList();
  }

  private static List<Object> metrics(List<EpochRecord> records) {
    return records.stream().map(record -> (Object) record.metrics()).toList();
  }

  private float[] parameters(String run) {
    return Checkpoints.newestOf(path("file", directory.resolve(run).resolve("checkpoints")), hadoop)
        .orElseThrow()
        .start()
        .parameters();
  }
}
