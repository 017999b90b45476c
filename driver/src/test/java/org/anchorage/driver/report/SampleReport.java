/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.driver.record.Distribution;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.MiningRecord;
import org.anchorage.driver.record.Stage;
import org.anchorage.driver.report.views.Answer;
import org.anchorage.driver.report.views.ConfusedPair;
import org.anchorage.driver.report.views.Raster;
import org.anchorage.driver.report.views.RunViews;
import org.anchorage.driver.report.views.SampleViews;
import org.anchorage.driver.report.views.Shot;
import org.anchorage.driver.report.views.Thumbnail;
import org.anchorage.driver.report.views.Views;
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

  private static final int POINTS = 320;

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
        views(List.of(runViews(1))),
        "",
        Map.of("batch.classes", "32", "loss.name", "triplet", "seed", "1"));
  }

  static final MeasuredOn MEASURED =
      new MeasuredOn("f00d", "harbour", Map.of("evaluate.split", "test"));

  /** Three runs, and one that is missing. */
  static ComparisonData comparison(int epochs) {
    List<EpochRecord> records = new ArrayList<>();
    for (int epoch = 0; epoch <= epochs; epoch++) {
      records.add(epoch(epoch));
    }
    List<ComparedRun> runs = new ArrayList<>();
    List<RunViews> views = new ArrayList<>();
    for (String loss : List.of("cross-entropy", "contrastive", "triplet")) {
      views.add(runViews(1 + 0.5 * views.size()));
      runs.add(
          new ComparedRun(
              loss,
              "hdfs://estate/runs/" + loss,
              records.subList(0, Math.max(1, records.size() - runs.size())),
              Map.of("loss.name", loss, "seed", "1", "run", "runs/" + loss),
              MEASURED,
              views.get(views.size() - 1)));
    }
    return new ComparisonData(
        "3 runs on harbour",
        "2026-11-21T08:30:00Z",
        "0.1.0",
        runs,
        List.of(new ComparisonData.LeftOut("hdfs://estate/runs/lost", "There is no run here")),
        views(views));
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

  private static Views views(List<RunViews> runs) {
    List<Integer> classes = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    List<Raster> tiles = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      classes.add(i % NAMES.size());
      ids.add("sign-" + i + ".png");
      tiles.add(raster(i % NAMES.size(), i));
    }
    return SampleViews.of(NAMES, classes, ids, tiles, runs);
  }

  private static RunViews runViews(double spread) {
    List<ConfusedPair> pairs =
        List.of(
            new ConfusedPair("anchor", "davit", 7, 2, List.of(row(0, 3), row(3, 0), row(0, 3))),
            new ConfusedPair("fender", "galley", 3, 1, List.of(row(5, 6))));
    return SampleViews.run(
        NAMES,
        POINTS,
        spread,
        pairs,
        List.of(late(row(0, 3, 3, 3, 5, 3), 17), late(row(5, 1, 5, 7, 5, 2), 2)),
        List.of(row(6, 7, 6, 6, 6, 6)),
        List.of(row(0, 0, 0, 3, 0, 0), row(3, 3, 3, 3, 3, 3), row(5, 1, 5, 7, 5, 2)));
  }

  private static Answer row(int query, int... found) {
    List<Answer.Hit> hits = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      hits.add(new Answer.Hit(shot(found[i], i + 1), 0.21 + 0.1 * i, i + 1));
    }
    return new Answer(shot(query, 0), hits, null);
  }

  private static Answer late(Answer answer, int rank) {
    return new Answer(answer.query(), answer.hits(), new Answer.Hit(answer.query(), 0.9, rank));
  }

  static Shot shot(int label, int variant) {
    String id = NAMES.get(label) + "/" + variant + ".png";
    return new Shot(id, NAMES.get(label), Thumbnail.of(raster(label, variant)));
  }

  /** A filled shape whose form says the class and whose shade varies. */
  private static Raster raster(int label, int variant) {
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
    return new Raster(side, side, 3, pixels);
  }
}
