/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.anchorage.core.config.Settings;
import org.anchorage.core.plan.Batch;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.HadoopSettings;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.worker.step.StepInput;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestFeatureReader {

  @TempDir Path disk;

  private final List<Integer> counts = new ArrayList<>();

  private FeatureReader reader() {
    SparkSession session = LocalSpark.session();
    Settings settings = TinyCorpus.settings("augment.shift=0", "augment.rotate=0").typed();
    CorpusIndex index =
        CorpusIndex.of(
            Corpus.open(session, settings.corpus()),
            settings,
            HadoopSettings.of(session.sparkContext().hadoopConfiguration()));
    Pixels pixels = new Pixels(index, 0, new Spill(disk, 256, Spill.Content.PIXELS));
    return new FeatureReader(
        pixels,
        settings.augment(),
        new Features(index.rows(), new AtomicLong(1000)),
        this::brightness,
        3);
  }

  /** Returns an image's first pixel and the sum of all. */
  private float[] brightness(float[] images, int count) {
    counts.add(count);
    float[] features = new float[2 * count];
    for (int i = 0; i < count; i++) {
      features[2 * i] = images[i * 256];
      for (int j = 0; j < 256; j++) {
        features[2 * i + 1] += images[i * 256 + j];
      }
    }
    return features;
  }

  @Test
  void eachImageGoesThroughTheFrozenPartOnceInBatchesOfOneSize() {
    FeatureReader reader = reader();
    int[] rows = {5, 2, 9, 2, 7, 1};
    reader.require(rows);
    assertThat(counts).containsExactly(3, 3);
    StepInput read = reader.read(new Batch(rows), new Seed(1));
    reader.require(rows);
    assertThat(counts).hasSize(2);
    assertThat(read.rows()).isEqualTo(rows);
    assertThat(read.images()).hasSize(12);
    assertThat(new float[] {read.images()[2], read.images()[3]})
        .containsExactly(read.images()[6], read.images()[7]);
    assertThat(read.images()[1]).isNotEqualTo(read.images()[3]);
  }

  @Test
  void whatIsNotKeptIsMadeAgain() {
    FeatureReader reader = reader();
    int[] rows = {5, 2, 9};
    StepInput made = reader.read(new Batch(rows), new Seed(1));
    FeatureReader other = reader();
    other.require(rows);
    StepInput kept = other.read(new Batch(rows), new Seed(2));
    assertThat(made.images()).isEqualTo(kept.images());
    assertThat(made.labels()).isEqualTo(kept.labels());
  }
}
