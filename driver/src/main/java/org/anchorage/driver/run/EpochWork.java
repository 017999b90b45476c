/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.anchorage.driver.record.Stage;
import org.anchorage.worker.exchange.Traffic;
import org.anchorage.worker.round.RoundWork;

/**
 * The work of an epoch so far.
 *
 * @param work of all rounds and workers
 * @param traffic of all rounds
 * @param steps of each worker in each round, in a run in which time or a quorum ends shares early;
 *     empty in other runs, where the plan has them
 * @param seconds wall-clock time by stage
 */
public record EpochWork(
    RoundWork work, Traffic traffic, List<List<Integer>> steps, Map<Stage, Double> seconds) {

  /** An epoch that has not begun. */
  public static final EpochWork NONE = new EpochWork(RoundWork.NONE, Traffic.NONE, Map.of());

  /** Work of rounds that take all steps of the plan. */
  public EpochWork(RoundWork work, Traffic traffic, Map<Stage, Double> seconds) {
    this(work, traffic, List.of(), seconds);
  }

  public EpochWork {
    // Old checkpoints lack them.
    steps = List.copyOf(Objects.requireNonNullElse(steps, List.of()));
    seconds = Map.copyOf(seconds);
  }

  /**
   * Returns this work and that of one more round.
   *
   * @param done work of all its workers
   * @param moved traffic of all its workers
   * @param trainSeconds its wall-clock time
   */
  public EpochWork plusRound(RoundWork done, Traffic moved, double trainSeconds) {
    return new EpochWork(work.plus(done), traffic.plus(moved), steps, seconds)
        .plusSeconds(Stage.TRAIN, trainSeconds);
  }

  /** Returns this work with more time spent in a stage. */
  public EpochWork plusSeconds(Stage stage, double more) {
    Map<Stage, Double> sum = new EnumMap<>(Stage.class);
    sum.putAll(seconds);
    sum.merge(stage, more, Double::sum);
    return new EpochWork(work, traffic, steps, sum);
  }

  /** Returns this work with the steps that each worker took in one more round. */
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
