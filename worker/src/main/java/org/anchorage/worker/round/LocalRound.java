/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.round;

import java.util.function.LongSupplier;
import org.anchorage.core.config.OptimiserSettings;
import org.anchorage.core.plan.Batch;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.step.Learner;
import org.anchorage.worker.step.StepInput;
import org.anchorage.worker.step.StepResult;

/**
 * One worker's share of a round. It is a function of (start, plan, seed) alone, so a lost task can
 * simply run again. If time or other workers may end it early, it also depends on the number of
 * steps it took. With {@link OptimiserSettings.State#KEPT} it also depends on the moments that the
 * learner holds. A loss with a memory begins every round with an empty memory, which fills only if
 * the round's steps hold more images than it.
 */
public final class LocalRound {

  private LocalRound() {}

  /**
   * Takes the steps of a worker's part.
   *
   * @param part what to step through
   * @param start where the round starts
   * @param learner holds the network; afterwards it stands at the end of the round
   * @param reader of the batches
   * @param seed of the run
   * @param state what becomes of the optimiser's moments
   * @return where the worker ended, and the work
   */
  public static RoundEnd run(
      WorkerRound part,
      RoundStart start,
      Learner learner,
      BatchReader reader,
      Seed seed,
      OptimiserSettings.State state) {
    return run(part, start, learner, reader, seed, state, EarlyEnd.NEVER);
  }

  /**
   * Takes the steps of a worker's part, and may end before the last.
   *
   * @param early says whether to end before the last step
   */
  public static RoundEnd run(
      WorkerRound part,
      RoundStart start,
      Learner learner,
      BatchReader reader,
      Seed seed,
      OptimiserSettings.State state,
      EarlyEnd early) {
    return run(part, start, learner, reader, seed, state, early, System::nanoTime);
  }

  /** For tests: measures the time limit by another clock, of nanoseconds. */
  static RoundEnd run(
      WorkerRound part,
      RoundStart start,
      Learner learner,
      BatchReader reader,
      Seed seed,
      OptimiserSettings.State state,
      EarlyEnd early,
      LongSupplier clock) {
    long began = System.nanoTime();
    long first = clock.getAsLong();
    begin(learner, start, state);
    learner.setRate(part.rate());
    RoundWork work = RoundWork.NONE;
    for (int i = 0; i < part.batches().size(); i++) {
      // At least one step: a round of slow workers would have nothing to average.
      if (i > 0 && (isOver(part, first, clock) || early.isAfter(i))) {
        break;
      }
      Batch batch = part.batches().get(i);
      Seed stepSeed = part.stepSeed(seed, i);
      long reading = System.nanoTime();
      StepInput input = reader.read(batch, stepSeed);
      double readSeconds = seconds(reading);
      StepResult step = learner.step(input, stepSeed.derive("loss"));
      work =
          work.plus(
              new RoundWork(
                  1,
                  input.size(),
                  step.loss(),
                  step.tuples(),
                  step.active(),
                  step.distance(),
                  0,
                  readSeconds,
                  step.seconds()));
    }
    float[] moments =
        state == OptimiserSettings.State.AVERAGED ? learner.optimiserState() : new float[0];
    work = work.plus(new RoundWork(0, 0, 0, 0, 0, 0, seconds(began)));
    return new RoundEnd(part.worker(), learner.parameters(), moments, work);
  }

  private static boolean isOver(WorkerRound part, long first, LongSupplier clock) {
    return part.seconds() > 0 && (clock.getAsLong() - first) / 1e9 >= part.seconds();
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static void begin(Learner learner, RoundStart start, OptimiserSettings.State state) {
    learner.forget();
    learner.setParameters(start.parameters());
    switch (state) {
      case AVERAGED -> learner.setOptimiserState(start.optimiserState());
      // Moments from zero are only unbiased when Adam counts from zero too.
      case RESET -> learner.setOptimiserState(new float[learner.optimiserState().length]);
      case KEPT -> {}
    }
    learner.setIteration(state == OptimiserSettings.State.RESET ? 0 : start.iteration());
  }
}
