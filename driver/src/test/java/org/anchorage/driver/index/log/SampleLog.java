/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.config.IndexSettings;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.store.BuildPlan;
import org.anchorage.driver.index.store.Generation;
import org.anchorage.driver.index.store.GenerationWriter;
import org.anchorage.driver.index.store.ShardItem;
import org.anchorage.driver.index.store.WrittenShard;
import org.anchorage.driver.index.vectors.VectorStore;
import org.anchorage.driver.network.SavedNetwork;
import org.anchorage.worker.step.Engines;
import org.apache.hadoop.conf.Configuration;

/** A small index of three shards, written without Spark. */
public final class SampleLog {

  public static final RunSettings SETTINGS =
      SettingsReader.defaults()
          .with(
              List.of(
                  "image.width=16",
                  "image.height=16",
                  "encoder.name=residual",
                  "encoder.width=4",
                  "embedding.dim=" + LogSamples.DIM,
                  "index.kind=ivf",
                  "index.recall=0.9",
                  "index.shard-items=20",
                  "index.picture-side=16"))
          .read();

  private static final int COUNT = 50;
  private static final int FIRST = 500;

  private SampleLog() {}

  /** Returns the items of the index. */
  static List<NewItem> items() {
    return IntStream.range(FIRST, FIRST + COUNT).mapToObj(SampleLog::item).toList();
  }

  private static NewItem item(int number) {
    NewItem like = LogSamples.item(number);
    IndexedItem item = like.item();
    return new NewItem(
        new IndexedItem(
            "base-" + number, item.className(), item.split(), item.attributes(), item.text()),
        like.vector(),
        like.picture());
  }

  /** Writes an index that can embed images. */
  public static org.apache.hadoop.fs.Path embedding(Path place) throws IOException {
    Settings settings = SETTINGS.typed();
    return index(
        place, items(), SavedNetwork.of(Engines.of(settings).embedder(settings), SETTINGS));
  }

  /** Writes an index with a further setting. */
  static org.apache.hadoop.fs.Path with(Path place, String setting) {
    RunSettings settings =
        SettingsReader.defaults().with(SETTINGS.render(), "run.conf").with(List.of(setting)).read();
    return index(place, items(), new SavedNetwork(new byte[] {1}, settings.render()));
  }

  /** Writes the same index, as if another network had made it. */
  public static org.apache.hadoop.fs.Path ofAnotherNetwork(Path place) {
    return index(place, items(), "another network");
  }

  /** Writes the index into a directory, and returns its place. */
  static org.apache.hadoop.fs.Path index(Path directory) {
    return index(directory.resolve("index"), items(), "a network");
  }

  /** Writes an index whose network is a name for one. */
  static org.apache.hadoop.fs.Path index(Path place, List<NewItem> items, String network) {
    byte[] bytes = network.getBytes(StandardCharsets.UTF_8);
    return index(place, items, new SavedNetwork(bytes, SETTINGS.render()));
  }

  private static org.apache.hadoop.fs.Path index(
      Path place, List<NewItem> items, SavedNetwork network) {
    Configuration hadoop = new Configuration();
    org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(place.toUri());
    var unused =
        new Artifacts(hadoop)
            .write(
                target,
                WhenExists.REFUSE,
                new Draft(VectorStore.INDEX, Generation.FORMAT, SETTINGS.written(), List.of()),
                temporary -> {
                  network.write(temporary, hadoop);
                  IndexSettings settings = network.settings().typed().index();
                  BuildPlan plan = BuildPlan.of(settings, items.size(), 1);
                  GenerationWriter writer = GenerationWriter.of(temporary, 1, plan, hadoop);
                  List<WrittenShard> shards = new ArrayList<>();
                  for (int shard = 0; shard < plan.shards(items.size()); shard++) {
                    shards.add(
                        shard(
                            writer,
                            items.subList(
                                plan.first(shard, items.size()),
                                plan.first(shard + 1, items.size()))));
                  }
                  return writer.finish(LogSamples.DIM, 0, shards);
                });
    return target;
  }

  private static WrittenShard shard(GenerationWriter writer, List<NewItem> items)
      throws IOException {
    float[] values = new float[items.size() * LogSamples.DIM];
    for (int i = 0; i < items.size(); i++) {
      System.arraycopy(items.get(i).vector(), 0, values, i * LogSamples.DIM, LogSamples.DIM);
    }
    return writer.shard(
        0 /* nothing is measured */,
        new Vectors(LogSamples.DIM, values),
        items.stream().map(one -> new ShardItem(one.item(), one.picture())).iterator());
  }
}
