/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.Learnt;
import org.anchorage.worker.loss.LossInput;
import org.anchorage.worker.loss.LossResult;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLosses;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The value and slope of a loss from the Gram matrix of 256 embeddings, mining included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class LossBenchmark {

  /** Settings of the loss, as on the command line, separated by spaces. */
  @Param({
    "loss.name=triplet",
    "loss.name=triplet loss.triplet.miner=batch-hard",
    "loss.name=triplet loss.triplet.miner=all",
    "loss.name=triplet loss.triplet.miner=random",
    "loss.name=triplet loss.triplet.miner=distance-weighted",
    "loss.name=contrastive",
    "loss.name=margin",
    "loss.name=n-pairs",
    "loss.name=n-pairs-ovo",
    "loss.name=angular",
    "loss.name=angular loss.angular.form=batch",
    "loss.name=n-pairs-angular",
    "loss.name=nt-xent",
    "loss.name=supcon",
    "loss.name=multi-similarity",
    "loss.name=lifted",
    "loss.name=lifted loss.lifted.form=generalised",
    "loss.name=circle",
    "loss.name=nca",
    "loss.name=mnrl",
    "loss.name=proxy-nca",
    "loss.name=proxy-anchor",
    "loss.name=softmax",
    "loss.name=normalised-softmax"
  })
  public String loss = "";

  private RankingLoss made;
  private LossInput input;

  /** Makes the loss, and sees that it answers. */
  @Setup
  public void prepare() {
    Settings settings =
        SettingsReader.defaults()
            .with(List.of("batch.sampler=pairs", "batch.classes=128", "batch.images=2"))
            .with(List.of(loss.split(" ")))
            .settings();
    made = RankingLosses.of(settings.loss(), BenchmarkBatch.CLASSES);
    List<Learnt> learnt = made.learntParts();
    input =
        new LossInput(
            BenchmarkBatch.gram(Learnt.rows(learnt)),
            Rows.of(BenchmarkBatch.labels()),
            Learnt.numbers(learnt),
            new Seed(4));
    LossResult result = made.evaluate(input);
    if (!Double.isFinite(result.value()) || result.tuples() == 0) {
      throw new IllegalStateException(loss + " has the value " + result.value());
    }
  }

  /** Evaluates the loss. */
  @Benchmark
  public LossResult evaluate() {
    return made.evaluate(input);
  }
}
