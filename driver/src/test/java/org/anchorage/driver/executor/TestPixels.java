/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.anchorage.core.config.AugmentSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.plan.Batch;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.HadoopSettings;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.worker.step.StepInput;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestPixels {

  @TempDir Path disk;

  private static CorpusIndex index(String... words) {
    return index(Map.of(), words);
  }

  private static CorpusIndex index(Map<String, String> hadoop, String... words) {
    SparkSession session = LocalSpark.session();
    Settings settings = TinyCorpus.settings(words).typed();
    Map<String, String> entries =
        new HashMap<>(HadoopSettings.of(session.sparkContext().hadoopConfiguration()).entries());
    entries.putAll(hadoop);
    return CorpusIndex.of(
        Corpus.open(session, settings.corpus()), settings, new HadoopSettings(entries));
  }

  private static byte[][] read(Pixels pixels) {
    int[] rows = IntStream.range(0, pixels.index().rows()).toArray();
    pixels.require(rows);
    return IntStream.of(rows).mapToObj(pixels::at).toArray(byte[][]::new);
  }

  /** None on the heap, three and a half images of 256 bytes, and all. */
  @ParameterizedTest
  @ValueSource(longs = {0, 896, 1 << 20})
  void whatIsReadDoesNotDependOnTheRoom(long room) throws IOException {
    CorpusIndex index = index();
    byte[][] all =
        read(new Pixels(index, Long.MAX_VALUE, new Spill(disk, 256, Spill.Content.PIXELS)));
    Pixels bounded = new Pixels(index, room, new Spill(disk, 256, Spill.Content.PIXELS));
    assertThat(read(bounded)).isEqualTo(all);
    assertThat(read(bounded)).isEqualTo(all);
    assertThat(disk).isEmptyDirectory();
  }

  @Test
  void aBorderIsKeptAndItsMiddleIsRead() {
    CorpusIndex whole = index("image.width=20", "image.height=20");
    CorpusIndex bordered = index("image.border=4");
    byte[] kept = new byte[400];
    Pixels onDisk =
        new Pixels(
            bordered, 0, new Spill(disk, bordered.image().decoded().bytes(), Spill.Content.PIXELS));

    assertThat(bordered.key()).isNotEqualTo(index().key());
    assertThat(read(onDisk)).isEqualTo(read(new Pixels(whole)));
    System.arraycopy(onDisk.at(1), 0, kept, 0, 400);
    float[] middle =
        new PixelReader(onDisk, TinyCorpus.settings().typed().augment())
            .plain(new int[] {0, 1}, 1, 2);
    assertThat(middle).hasSize(256);
    for (int i = 0; i < 256; i++) {
      assertThat(middle[i]).isEqualTo((kept[(i / 16 + 2) * 20 + i % 16 + 2] & 0xff) * (1 / 255f));
    }
  }

  @Test
  void norOnADiskThatFails() throws IOException {
    CorpusIndex index = index();
    byte[][] all =
        read(new Pixels(index, Long.MAX_VALUE, new Spill(disk, 256, Spill.Content.PIXELS)));
    Path file = Files.createFile(disk.resolve("file"));
    assertThat(read(new Pixels(index, 896, new Spill(file, 256, Spill.Content.PIXELS))))
        .isEqualTo(all);
  }

  @Test
  void aSpillKeepsWhatItWasGivenAndForgetsWhatItCannotKeep() {
    Spill spill = new Spill(disk, 2, Spill.Content.PIXELS);
    assertThat(spill.read(5)).isNull();
    spill.write(5, new byte[] {1, 2});
    spill.write(0, new byte[] {3, 4});
    assertThat(spill.read(5)).containsExactly(1, 2);
    assertThat(spill.read(0)).containsExactly(3, 4);
    assertThat(spill.read(3)).isNull();
    Spill broken = new Spill(disk.resolve("nowhere"), 2, Spill.Content.PIXELS);
    broken.write(5, new byte[] {1, 2});
    assertThat(broken.holds(5)).isFalse();
    assertThat(broken.read(5)).isNull();
  }

  /** Others need the disk: Spark's own files lie there. */
  @Test
  void aSpillStopsBeforeTheDiskIsFullAndKeepsWhatItHas() {
    boolean[] left = {true};
    int large = 40 << 20;
    Spill spill = new Spill(disk, large, Spill.Content.PIXELS, () -> left[0]);
    spill.write(0, new byte[large]);
    left[0] = false;
    // It looks again after 64 MB.
    spill.write(1, new byte[large]);
    assertThat(spill.isClosed()).isFalse();
    spill.write(2, new byte[large]);
    assertThat(spill.isClosed()).isTrue();
    assertThat(spill.read(1)).hasSize(large);
    assertThat(spill.holds(2)).isFalse();

    // Others give room back; it looks again after 64 MB that it did not keep.
    left[0] = true;
    spill.write(3, new byte[large]);
    assertThat(spill.holds(3)).isFalse();
    assertThat(spill.isClosed()).isTrue();
    spill.write(4, new byte[large]);
    assertThat(spill.holds(4)).isTrue();
    assertThat(spill.isClosed()).isFalse();
    assertThat(spill.read(0)).hasSize(large);
  }

  /** Counts the files that are opened. */
  public static final class CountedDisk extends LocalFileSystem {

    private static final AtomicInteger OPENED = new AtomicInteger();

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int buffer) throws IOException {
      OPENED.incrementAndGet();
      return super.open(path, buffer);
    }
  }

  @Test
  void aBatchOfImagesThatAreNotKeptOpensEachShardOnce() {
    CorpusIndex index =
        index(
            Map.of(
                "fs.file.impl", CountedDisk.class.getName(), "fs.file.impl.disable.cache", "true"));
    Pixels none = new Pixels(index, 0, new Spill(disk, 256, Spill.Content.PIXELS, () -> false));
    Pixels kept = new Pixels(index(), Long.MAX_VALUE, new Spill(disk, 256, Spill.Content.PIXELS));
    AugmentSettings augment = TinyCorpus.settings().typed().augment();
    Batch batch = new Batch(new int[] {7, 3, 11, 9, 1, 20, 15, 3});
    // The offsets are read once.
    StepInput first = new PixelReader(none, augment).read(batch, new Seed(4));
    int before = CountedDisk.OPENED.get();
    StepInput read = new PixelReader(none, augment).read(batch, new Seed(4));
    assertThat(CountedDisk.OPENED.get() - before).isEqualTo(1);
    StepInput expected = new PixelReader(kept, augment).read(batch, new Seed(4));
    assertThat(read.images()).isEqualTo(expected.images()).isEqualTo(first.images());
    assertThat(read.labels()).isEqualTo(expected.labels());
  }

  @Test
  void imagesThatCannotBeKeptAreReadInAnyNumber() {
    CorpusIndex index = index();
    byte[][] all = read(new Pixels(index));
    Pixels none = new Pixels(index, 0, new Spill(disk, 256, Spill.Content.PIXELS, () -> false));
    none.requireIfKept(new int[] {0});
    int[] rows = {7, 3, 3, 9, 1};
    none.requireIfKept(rows);
    assertThat(none.at(rows, 1, 5)).isDeepEqualTo(new byte[][] {all[3], all[3], all[9], all[1]});
    assertThat(none.at(5)).isEqualTo(all[5]);
  }

  @Test
  void theDiskIsSparks() {
    assertThat(LocalDisk.directory(Map.of("LOCAL_DIRS", "/a,/b"), "/c")).isEqualTo(Path.of("/a"));
    assertThat(LocalDisk.directory(Map.of("SPARK_EXECUTOR_DIRS", "/a:/b"), "/c"))
        .isEqualTo(Path.of("/a"));
    assertThat(LocalDisk.directory(Map.of(), "/c,/d")).isEqualTo(Path.of("/c"));
  }
}
