/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.vectors.Element;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.ItemTable;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.imports.StrokeSource;
import org.anchorage.driver.index.store.BuildPlan;
import org.anchorage.driver.index.store.Generation;
import org.anchorage.driver.index.store.GenerationWriter;
import org.anchorage.driver.index.store.ShardItem;
import org.anchorage.driver.index.store.WrittenShard;
import org.anchorage.driver.index.vectors.VectorStore;
import org.anchorage.driver.network.SavedNetwork;
import org.anchorage.driver.vectors.WrittenBlocks;
import org.anchorage.mining.lists.Coding;
import org.anchorage.worker.image.Augmenter;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageDecoder;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Engines;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Drawn characters and a small untrained network, to be written as vectors or as an index. */
public final class SampleIndex {

  public static final int DIM = 8;

  public static final RunSettings SETTINGS =
      SettingsReader.defaults()
          .with(
              List.of(
                  "image.width=16",
                  "image.height=16",
                  "encoder.name=residual",
                  "encoder.width=4",
                  "embedding.dim=" + DIM))
          .read();

  /** An exact index in one shard. */
  public static final BuildPlan PLAN = new BuildPlan(true, 0.99, Coding.FLOAT, 1_000_000, 96, 1);

  private static final int CLASSES = 6;

  private final Embedder embedder = Engines.of(SETTINGS.typed()).embedder(SETTINGS.typed());

  /** Returns an encoded drawing; those of one class look alike. */
  public static byte[] drawing(int item) {
    return StrokeSource.draw(1, item % CLASSES, item / CLASSES);
  }

  /** Returns the vector of an encoded image, one at a time and in the calling thread. */
  public float[] vector(byte[] encoded) throws BadImageException {
    var settings = SETTINGS.typed();
    InputRule input = settings.encoder().input();
    byte[] pixels =
        new ImageDecoder(settings.image(), input, settings.imports().maxPixels()).decode(encoded);
    float[] image = new float[settings.image().bytes()];
    new Augmenter(settings.image(), input, settings.augment()).plain(pixels, image, 0);
    return embedder.embed(image, 1);
  }

  /** Returns the vectors of the first drawings; the last is the same as the first. */
  public Vectors vectors(int count) throws BadImageException {
    float[] values = new float[count * DIM];
    for (int i = 0; i < count; i++) {
      float[] vector = vector(drawing(i == count - 1 ? 0 : i));
      System.arraycopy(vector, 0, values, i * DIM, DIM);
    }
    return new Vectors(DIM, values);
  }

  public static List<Item> items(int count) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Split split = i % 2 == 0 ? Split.TRAIN : Split.TEST;
      items.add(new Item("item-" + i, "c" + i % CLASSES, split, "shard", 0, 1, 1, "00", Map.of()));
    }
    return items;
  }

  public static Manifest writeVectors(Path target, Vectors vectors) {
    return writeVectors(target, vectors, 10, Element.FLOAT);
  }

  public static Manifest writeVectors(
      Path target, Vectors vectors, int rowsABlock, Element element) {
    return new VectorStore(LocalSpark.session())
        .write(
            target,
            WhenExists.REFUSE,
            stored(target, vectors, rowsABlock, element),
            SETTINGS,
            List.of());
  }

  /** The items are every second of a corpus. */
  private static VectorStore.Stored stored(
      Path target, Vectors vectors, int rowsABlock, Element element) {
    java.nio.file.Path beside =
        java.nio.file.Path.of(target.getParent().toUri().getPath(), "blocks-" + target.getName());
    int[] rows = IntStream.range(0, vectors.count()).map(i -> 2 * i + 1).toArray();
    List<Item> corpus = new ArrayList<>();
    for (Item item : items(vectors.count())) {
      corpus.add(new Item("other " + item.id(), "c", item.split(), "", 0, 1, 1, "", Map.of()));
      corpus.add(item);
    }
    return new VectorStore.Stored(
        WrittenBlocks.of(vectors, beside, rowsABlock, element), rows, () -> ItemTable.of(corpus));
  }

  /** Writes an index of the newest format. */
  public Manifest writeIndex(Path target, Vectors vectors) {
    return writeIndex(target, vectors, PLAN);
  }

  /** Writes an index of the newest format; items have an attribute and a picture. */
  public Manifest writeIndex(Path target, Vectors vectors, BuildPlan plan) {
    Configuration hadoop = LocalSpark.session().sparkContext().hadoopConfiguration();
    return new Artifacts(hadoop)
        .write(
            target,
            WhenExists.REFUSE,
            new Draft(VectorStore.INDEX, Generation.FORMAT, SETTINGS.written(), List.of()),
            temporary -> {
              SavedNetwork.of(embedder, SETTINGS).write(temporary, hadoop);
              GenerationWriter writer =
                  GenerationWriter.of(temporary, 1, plan, hadoop).measuring(vectors);
              List<WrittenShard> shards = new ArrayList<>();
              for (int shard = 0; shard < plan.shards(vectors.count()); shard++) {
                int from = plan.first(shard, vectors.count());
                int end = plan.first(shard + 1, vectors.count());
                shards.add(
                    writer.shard(
                        from,
                        vectors.slice(from, end),
                        IntStream.range(from, end)
                            .mapToObj(i -> new ShardItem(indexed(i), new byte[] {(byte) i}))
                            .iterator()));
              }
              return writer.finish(DIM, 0, shards);
            });
  }

  /** Returns an item as it is indexed. */
  public static IndexedItem indexed(int i) {
    Split split = i % 2 == 0 ? Split.TRAIN : Split.TEST;
    return new IndexedItem(
        "item-" + i,
        "c" + i % CLASSES,
        split.written(),
        new TreeMap<>(i % 3 == 0 ? Map.of() : Map.of("colour", i % 3 == 1 ? "red" : "a,b|c")),
        i % 4 == 0 ? "text of " + i : null);
  }
}
