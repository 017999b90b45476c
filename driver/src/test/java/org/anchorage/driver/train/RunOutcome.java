/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.run.Checkpoints;
import org.anchorage.driver.run.Position;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a run gives but for the time it takes.
 *
 * @param metrics of each record
 * @param losses of each record
 * @param parameters that move, at the end, as bits
 * @param moments at the end, as bits
 */
record RunOutcome(
    List<Map<String, Double>> metrics,
    List<Double> losses,
    List<Integer> parameters,
    List<Integer> moments) {

  /** Returns what a run gave that lies in a directory. */
  static RunOutcome of(List<EpochRecord> records, Path run, Configuration hadoop) {
    Position end = Checkpoints.newestOf(new Path(run, "checkpoints"), hadoop).orElseThrow();
    return new RunOutcome(
        records.stream().map(EpochRecord::metrics).toList(),
        records.stream().map(EpochRecord::loss).toList(),
        bits(end.start().parameters()),
        bits(end.start().optimiserState()));
  }

  private static List<Integer> bits(float[] values) {
    List<Integer> bits = new ArrayList<>(values.length);
    for (float value : values) {
      bits.add(Float.floatToRawIntBits(value));
    }
    return bits;
  }
}
