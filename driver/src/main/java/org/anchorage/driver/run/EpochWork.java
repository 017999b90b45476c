/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.anchorage.worker.exchange.Traffic;
import org.anchorage.worker.round.RoundWork;

/**
 * What an epoch has done so far.
 *
 * @param work of all its rounds, over all workers
 * @param traffic of all its rounds
 * @param steps that each worker took in each round, in a run in which time or a quorum ends shares;
 *     elsewhere the plan says it, and none are listed
 * @param seconds wall-clock by stage
 */
public record EpochWork(
    RoundWork work, Traffic traffic, List<List<Integer>> steps, Map<String, Double> seconds) {

  /** An epoch that has not begun. */
  public static final EpochWork NONE = new EpochWork(RoundWork.NONE, Traffic.NONE, Map.of());

  /** Work of rounds whose steps the plan says. */
  public EpochWork(RoundWork work, Traffic traffic, Map<String, Double> seconds) {
    this(work, traffic, List.of(), seconds);
  }

  public EpochWork {
    // A checkpoint from before there were any has none.
    steps = List.copyOf(Objects.requireNonNullElse(steps, List.of()));
    seconds = Map.copyOf(seconds);
  }

  /**
   * Returns this and a further round.
   *
   * @param done work of all its workers together
   * @param moved bytes of all its workers together
   * @param trainSeconds wall-clock time that it took
   */
  public EpochWork plusRound(RoundWork done, Traffic moved, double trainSeconds) {
    return new EpochWork(work.plus(done), traffic.plus(moved), steps, seconds)
        .plusSeconds("train", trainSeconds);
  }

  /** Returns this and more time spent in a stage. */
  public EpochWork plusSeconds(String stage, double more) {
    Map<String, Double> sum = new LinkedHashMap<>(seconds);
    sum.merge(stage, more, Double::sum);
    return new EpochWork(work, traffic, steps, sum);
  }

  /** Returns this with the steps that each worker took in one more round. */
  public EpochWork plusSteps(List<Integer> taken) {
    List<List<Integer>> all = new ArrayList<>(steps);
    all.add(taken);
    return new EpochWork(work, traffic, all, seconds);
  }

  /** Returns the steps of each worker in each round, as lines of JSON. */
  public String stepLines() {
    StringBuilder lines = new StringBuilder();
    for (int round = 0; round < steps.size(); round++) {
      lines.append("{\"round_of_epoch\":").append(round);
      lines.append(",\"steps\":").append(steps.get(round)).append("}\n");
    }
    return lines.toString();
  }
}
