/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.record.Distribution;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.MiningRecord;
import org.anchorage.driver.record.Stage;
import org.jspecify.annotations.Nullable;

/** A run as it might have been, drawn from a seed. */
final class SampleReport {

  private static final List<String> NAMES =
      List.of("anchor", "buoy", "capstan", "davit", "ensign", "fender", "galley", "halyard");

  /** By cells, exact, and of a record that does not say it. */
  private static final List<MiningRecord.@Nullable Search> SEARCHES =
      Arrays.asList(
          null,
          new MiningRecord.Search("cells", 1840, 24, 0.953, 50_000),
          new MiningRecord.Search("exact", 0, 0, 1, 0));

  private SampleReport() {}

  static ReportData of(int epochs) {
    List<EpochRecord> records = new ArrayList<>();
    for (int epoch = 0; epoch <= epochs; epoch++) {
      records.add(epoch(epoch));
    }
    return new ReportData(
        "Harbour signs, triplet loss",
        "hdfs://estate/runs/harbour-7",
        "2026-11-21T08:30:00Z",
        "0.1.0",
        records,
        picture(),
        List.of(row(0, 0, 0, 3, 0, 0), row(3, 3, 3, 3, 3, 3), row(5, 1, 5, 7, 5, 2)),
        Map.of("batch.classes", "32", "loss.name", "triplet", "seed", "1"));
  }

  static EpochRecord epoch(int epoch) {
    double learnt = 1 - Math.pow(0.6, epoch);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("recall_at_10", 0.62 + 0.36 * learnt);
    metrics.put("recall_at_1", 0.31 + 0.58 * learnt);
    metrics.put("recall_at_2", 0.42 + 0.51 * learnt);
    metrics.put("precision_at_1", 0.31 + 0.58 * learnt);
    metrics.put("r_precision", 0.12 + 0.5 * learnt);
    metrics.put("map_at_r", 0.07 + 0.47 * learnt);
    metrics.put("nmi", 0.45 + 0.4 * learnt);
    metrics.put("queries", 8460.0);
    metrics.put("lone_queries", 3.0);
    Map<Stage, Double> seconds = new LinkedHashMap<>();
    if (epoch == 0) {
      seconds.put(Stage.EMBED, 6.1);
      seconds.put(Stage.EVALUATE, 2.2);
      return new EpochRecord(
          0, 0, 0, 0, Double.NaN, Double.NaN, Double.NaN, 0, 0, seconds, metrics, null);
    }
    seconds.put(Stage.TRAIN, 41.0 - epoch);
    seconds.put(Stage.EMBED, 6.2);
    seconds.put(Stage.MINE, 4.9);
    seconds.put(Stage.EVALUATE, 2.3);
    return new EpochRecord(
        epoch,
        epoch * 6,
        epoch * 24_576L,
        epoch * 192L,
        0.19 * Math.pow(0.8, epoch),
        0.9 * Math.pow(0.85, epoch),
        612,
        48_000_000,
        36_000_000,
        seconds,
        metrics,
        mining(epoch, learnt));
  }

  private static MiningRecord mining(int epoch, double learnt) {
    Map<String, Long> rejected = new LinkedHashMap<>();
    rejected.put("same_class", 120_034L);
    rejected.put("too_similar", 812L - 60L * epoch);
    return new MiningRecord(
        "hdfs://estate/runs/harbour-7/mined/" + epoch,
        spread(0.55 + 0.3 * learnt),
        spread(0.6 - 0.2 * learnt),
        rejected,
        0.5,
        0.93,
        SEARCHES.get(epoch % SEARCHES.size()));
  }

  private static Distribution spread(double mean) {
    return new Distribution(
        24_576, mean, 0.09, mean - 0.4, mean - 0.06, mean + 0.01, mean + 0.07, mean + 0.14);
  }

  private static Picture picture() {
    SplittableRandom random = new Seed(5).generator();
    int dim = 16;
    int each = 40;
    float[] values = new float[NAMES.size() * each * dim];
    int[] labels = new int[NAMES.size() * each];
    for (int label = 0; label < NAMES.size(); label++) {
      double[] centre = random.doubles(dim, -1, 1).toArray();
      for (int i = 0; i < each; i++) {
        labels[label * each + i] = label;
        for (int d = 0; d < dim; d++) {
          values[(label * each + i) * dim + d] =
              (float) (centre[d] + 0.3 * random.nextDouble(-1, 1));
        }
      }
    }
    return Picture.of(new Vectors(dim, values), labels, NAMES::get, new Seed(1));
  }

  private static GalleryRow row(int query, int... found) {
    List<GalleryRow.Hit> hits = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      hits.add(new GalleryRow.Hit(NAMES.get(found[i]), 0.21 + 0.1 * i, image(found[i], i + 1)));
    }
    return new GalleryRow(NAMES.get(query), image(query, 0), hits);
  }

  /** A filled shape whose form says the class and whose shade varies. */
  static Thumbnail image(int label, int variant) {
    int side = 28;
    byte[] pixels = new byte[side * side * 3];
    for (int i = 0; i < side * side; i++) {
      int column = i % side;
      int line = i / side;
      double x = (column - 13.5 + variant % 3) / 14;
      double y = (line - 13.5) / 14;
      double power = 0.6 + 0.4 * label;
      if (Math.pow(Math.abs(x), power) + Math.pow(Math.abs(y), power) < 0.6) {
        pixels[3 * i] = (byte) (90 + 20 * label);
        pixels[3 * i + 1] = (byte) (220 - 20 * label - 10 * variant);
        pixels[3 * i + 2] = (byte) (160 + 10 * variant);
      }
    }
    return Thumbnail.of(pixels, side, side, 3);
  }
}
