/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.calibrate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.store.BuildPlan;
import org.anchorage.driver.index.store.Generation;
import org.anchorage.driver.index.store.GenerationWriter;
import org.anchorage.driver.index.store.ShardItem;
import org.anchorage.driver.index.vectors.VectorStore;
import org.anchorage.driver.network.SavedNetwork;
import org.anchorage.mining.lists.Coding;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Items on a line or in a plane, as an exact index of two shards. */
final class SampleLine {

  static final RunSettings SETTINGS =
      SettingsReader.defaults().with(List.of("embedding.dim=2", "index.kind=exact")).read();

  private final List<ShardItem> items = new ArrayList<>();
  private final List<Float> values = new ArrayList<>();

  SampleLine put(String id, String className, String split, double x, double y) {
    items.add(new ShardItem(new IndexedItem(id, className, split, new TreeMap<>(), null), null));
    values.add((float) x);
    values.add((float) y);
    return this;
  }

  /** Puts items of class "a" and "b" at places of a line; those of "" have none. */
  static SampleLine byHand() {
    return new SampleLine()
        .put("a0", "a", "train", 0, 0)
        .put("a1", "a", "train", 1, 0)
        .put("a2", "a", "test", 3, 0)
        .put("b0", "b", "test", 4, 0)
        .put("b1", "b", "train", 7, 0)
        .put("none", "", "train", 100, 0);
  }

  Path write(java.nio.file.Path place, String network) {
    Configuration hadoop = new Configuration();
    Path target = new Path(place.toUri());
    float[] all = new float[values.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.get(i);
    }
    Vectors vectors = new Vectors(2, all);
    BuildPlan plan = new BuildPlan(true, 0.99, Coding.FLOAT, (vectors.count() + 1) / 2, 0, 1);
    var unused =
        new Artifacts(hadoop)
            .write(
                target,
                WhenExists.REPLACE,
                new Draft(VectorStore.INDEX, Generation.FORMAT, SETTINGS.written(), List.of()),
                temporary -> {
                  new SavedNetwork(network.getBytes(StandardCharsets.UTF_8), SETTINGS.render())
                      .write(temporary, hadoop);
                  GenerationWriter writer = GenerationWriter.of(temporary, 1, plan, hadoop);
                  int middle = plan.first(1, vectors.count());
                  return writer.finish(
                      2,
                      0,
                      List.of(
                          writer.shard(
                              0, vectors.slice(0, middle), items.subList(0, middle).iterator()),
                          writer.shard(
                              middle,
                              vectors.slice(middle, vectors.count()),
                              items.subList(middle, items.size()).iterator())));
                });
    return target;
  }
}
