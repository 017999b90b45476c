/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.anchorage.core.config.Settings;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.metrics.EvaluatedItems;
import org.anchorage.core.plan.Affinity;
import org.anchorage.core.plan.Batch;
import org.anchorage.core.plan.Planner;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.ShardedCorpus;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.corpus.WrittenItems;
import org.anchorage.driver.executor.PixelReader;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.worker.step.StepInput;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A corpus that version 0.1 wrote, in format 1, and its images in format 2. */
class TestBothFormats {

  @TempDir Path directory;

  private String old = "";
  private String sharded = "";

  @BeforeEach
  void write() throws IOException {
    try (ZipInputStream zip =
        new ZipInputStream(
            Objects.requireNonNull(
                TestBothFormats.class.getResourceAsStream("/artifacts/0.1/artifacts.zip")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = directory.resolve(entry.getName());
        if (!entry.isDirectory() && entry.getName().startsWith("corpus/")) {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
    old = directory.resolve("corpus").toUri().toString();
    sharded = directory.resolve("sharded").toUri().toString();
    ShardedCorpus.of(Corpus.open(LocalSpark.session(), old), sharded, 13);
  }

  private static OpenRun open(String corpus, String... words) {
    return OpenRun.open(
        LocalSpark.session(), TinyCorpus.settings(words).with(List.of("corpus=" + corpus)).typed());
  }

  /** A batch as its images' ids, and as what a network reads. */
  private record Met(List<List<String>> ids, List<StepInput> inputs) {}

  private static Met met(String corpus, String... words) {
    try (OpenRun run = open(corpus, words)) {
      Settings settings = run.settings();
      List<Item> items = WrittenItems.of(run.corpus());
      Seed seed = new Seed(settings.seed());
      Planner planner =
          Planner.of(run.catalogue(), run.corpus().facts(), settings.batch(), 2, 2, seed);
      PixelReader reader = new PixelReader(run.context().shared().pixels(), settings.augment());
      List<List<String>> ids = new ArrayList<>();
      List<StepInput> inputs = new ArrayList<>();
      for (int epoch = 0; epoch < 2; epoch++) {
        for (List<Batch> worker : planner.plan(epoch, affinity(run)).workers()) {
          for (Batch batch : worker) {
            ids.add(Arrays.stream(batch.rows()).mapToObj(row -> items.get(row).id()).toList());
            StepInput read = reader.read(batch, seed.derive(inputs.size()));
            inputs.add(
                new StepInput(
                    read.rows(), read.images().clone(), read.labels().clone(), read.targets()));
          }
        }
      }
      return new Met(ids, inputs);
    }
  }

  /** Each class is confusable with the next. */
  private static Affinity affinity(OpenRun run) {
    int[][] confusable = new int[run.catalogue().classCount()][];
    Arrays.setAll(confusable, label -> new int[] {(label + 1) % confusable.length});
    return new Affinity.Classes(confusable);
  }

  @Test
  void theSameImagesMeet() {
    for (String sampler : List.of("classes", "pairs", "weighted")) {
      String[] words = {"batch.sampler=" + sampler, "mining=classes", "mine.group=2"};
      Met before = met(old, words);
      Met after = met(sharded, words);
      assertThat(after.ids()).hasSizeGreaterThan(10).isEqualTo(before.ids());
      for (int i = 0; i < before.inputs().size(); i++) {
        assertThat(after.inputs().get(i).images()).isEqualTo(before.inputs().get(i).images());
        assertThat(after.inputs().get(i).labels()).isEqualTo(before.inputs().get(i).labels());
      }
    }
  }

  private Map<String, Double> evaluated(String corpus) {
    try (OpenRun run = open(corpus, "evaluate.restarts=1")) {
      EvaluatedItems items =
          EvaluatedItems.of(run.catalogue(), run.corpus().facts(), run.settings().evaluate());
      return new NetworkEvaluation(
              run.context(),
              items,
              run.settings().evaluate(),
              new org.apache.hadoop.fs.Path(directory.resolve("vectors").toUri()),
              TinyCorpus.quiet())
          .evaluate(run.embedder().parameters())
          .metrics();
    }
  }

  @Test
  void theSameIsMeasured() {
    assertThat(evaluated(sharded)).containsKey("recall_at_1").isEqualTo(evaluated(old));
  }
}
