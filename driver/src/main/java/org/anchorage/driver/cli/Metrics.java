/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.Stage;

/** Shows figures of the untrained network beside those of the trained one. */
final class Metrics {

  private Metrics() {}

  /** Prints a table of a run's metrics; of the untrained network alone if it has no epochs. */
  static void say(Output output, List<EpochRecord> records) {
    Map<String, Double> untrained = untrained(records);
    if (records.size() > 1) {
      say(output, untrained, trained(records));
      return;
    }
    int width = untrained.keySet().stream().mapToInt(String::length).reduce(16, Math::max);
    String row = "%-" + width + "s %10s";
    output.say(row, "", "untrained");
    untrained.forEach((name, value) -> output.say(row, name, written(value)));
  }

  private static String written(double value) {
    return String.format(
        Locale.ROOT, value == Math.rint(value) && value > 1 ? "%.0f" : "%.4f", value);
  }

  /** Prints a table of metrics before and after. */
  static void say(Output output, Map<String, Double> untrained, Map<String, Double> trained) {
    int width = trained.keySet().stream().mapToInt(String::length).reduce(16, Math::max);
    String row = "%-" + width + "s %10s %10s";
    output.say(row, "", "untrained", "trained");
    for (Map.Entry<String, Double> metric : trained.entrySet()) {
      Double before = untrained.get(metric.getKey());
      output.say(
          row, metric.getKey(), before == null ? "-" : written(before), written(metric.getValue()));
    }
  }

  /** Returns the metrics of the untrained network in a run's records. */
  static Map<String, Double> untrained(List<EpochRecord> records) {
    return records.isEmpty() ? Map.of() : records.get(0).metrics();
  }

  /** Returns the newest metrics of a trained network in a run's records. */
  static Map<String, Double> trained(List<EpochRecord> records) {
    for (int i = records.size() - 1; i > 0; i--) {
      if (!records.get(i).metrics().isEmpty()) {
        return records.get(i).metrics();
      }
    }
    return Map.of();
  }

  /** Returns the result of a training command, for JSON. */
  static Map<String, Object> result(String run, List<EpochRecord> records) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("run", run);
    result.put("untrained", untrained(records));
    if (records.size() > 1) {
      result.put("trained", trained(records));
    }
    EpochRecord last = records.get(records.size() - 1);
    result.put("epochs", last.epoch());
    result.put("images", last.images());
    result.put("seconds", seconds(records));
    double train = seconds(records).getOrDefault(Stage.TRAIN, 0.0);
    result.put("train_images_per_s", train == 0 ? 0 : last.images() / train);
    result.put("bytes_sent", records.stream().mapToLong(EpochRecord::bytesSent).sum());
    result.put("bytes_received", records.stream().mapToLong(EpochRecord::bytesReceived).sum());
    return result;
  }

  /** Returns the seconds spent in each stage over a run. */
  static Map<Stage, Double> seconds(List<EpochRecord> records) {
    Map<Stage, Double> seconds = new LinkedHashMap<>();
    for (EpochRecord record : records) {
      record.seconds().forEach((stage, spent) -> seconds.merge(stage, spent, Double::sum));
    }
    return seconds;
  }
}
