/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.HadoopSettings;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.OldCorpus;
import org.anchorage.driver.corpus.Places;
import org.anchorage.driver.corpus.ShardedCorpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The corpus index that docs/architecture.md draws: change both together. */
class TestWorkedIndex {

  @TempDir Path folder;

  /** Returns 16 x 16 grey pixels as a BMP of 822 bytes. */
  private static byte[] image(Item item) {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
    int[] samples = new int[3 * 256];
    Arrays.fill(samples, item.width());
    image.getRaster().setPixels(0, 0, 16, 16, samples);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "bmp", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(out.size()).isEqualTo(822);
    return out.toByteArray();
  }

  /** Five images, those to train on first; here the width says how grey they are. */
  private static List<Item> items() {
    List<Item> items = new ArrayList<>();
    for (String name : List.of("bee/0", "bee/1", "dog/0", "dog/1", "cat/0")) {
      String className = name.substring(0, 3);
      Split split = className.equals("cat") ? Split.TEST : Split.TRAIN;
      String id = name + ".bmp";
      items.add(new Item(id, className, split, "", 0, 50 * items.size(), 16, "", Map.of()));
    }
    return items;
  }

  private static CorpusIndex index(Corpus corpus) {
    Settings settings =
        SettingsReader.defaults()
            .with(List.of("image.width=16", "image.height=16", "batch.classes=2", "batch.images=2"))
            .settings();
    return CorpusIndex.of(
        corpus,
        settings,
        HadoopSettings.of(LocalSpark.session().sparkContext().hadoopConfiguration()));
  }

  /** The first four images in one shard, the last in another. */
  @Test
  void theIndexIsTheOneDrawn() throws IOException {
    Corpus corpus =
        ShardedCorpus.of(
            items(), TestWorkedIndex::image, folder.resolve("sharded").toUri().toString(), 4);
    CorpusIndex index = index(corpus);

    assertThat(index.places()).isInstanceOf(Places.InOrder.class);
    assertThat(((Places.InOrder) index.places()).firsts()).containsExactly(0, 4, 5);
    assertThat(labels(index)).containsExactly(0, 0, 1, 1, -1);
    assertThat(index.classes()).isEqualTo(2);
    assertThat(Files.readString(folder.resolve("sharded/runs.jsonl")))
        .isEqualTo(
            """
            {"shard":0,"split":"train","class_name":"bee","items":2}
            {"shard":0,"split":"train","class_name":"dog","items":2}
            {"shard":1,"split":"test","class_name":"cat","items":1}
            """);
    assertThat(offsets("sharded/shards/part-00000.idx")).containsExactly(87, 931, 1775, 2619);
    assertThat(offsets("sharded/shards/part-00001.idx")).containsExactly(87);

    Pixels pixels = new Pixels(index);
    pixels.require(new int[] {3});
    assertThat(pixels.at(3)).hasSize(256).containsOnly(150);
    assertThat(pixels.at(4)).hasSize(256).containsOnly(200);
  }

  private long[] offsets(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(file));
    long[] offsets = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().get(offsets);
    return offsets;
  }

  private static int[] labels(CorpusIndex index) {
    return IntStream.range(0, index.rows()).map(index::label).toArray();
  }

  /** Three images fill a shard. */
  @Test
  void anOldIndexIsTheOneDrawn() {
    Corpus corpus =
        OldCorpus.of(
            items(), TestWorkedIndex::image, folder.resolve("old").toUri().toString(), 2500);
    CorpusIndex index = index(corpus);
    Places.Each places = (Places.Each) index.places();
    assertThat(places.shards()).containsExactly("shards/part-00000.seq", "shards/part-00001.seq");
    assertThat(places.shard()).containsExactly(0, 0, 1, 0, 1);
    assertThat(labels(index)).containsExactly(0, 0, -1, 1, 1);
    assertThat(index.classes()).isEqualTo(2);
    assertThat(places.offset()).containsExactly(87, 931, 931, 1775, 87);

    Pixels pixels = new Pixels(index);
    pixels.require(new int[] {3});
    assertThat(pixels.at(3)).hasSize(256).containsOnly(100);
  }
}
