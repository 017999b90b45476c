/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.core.config.EvaluateSettings;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.metrics.EvaluatedItems;
import org.anchorage.driver.evaluate.Evaluation;
import org.anchorage.driver.evaluate.NetworkEvaluation;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.run.VectorPlace;
import org.anchorage.driver.session.Sparks;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Evaluates a trained run beside its untrained network. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Measure a run's retrieval, beside its untrained network.")
final class EvaluateCommand implements Callable<Integer> {

  @Mixin RunOptions options = new RunOptions();
  @Mixin Output output = new Output();

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description =
          "train, validation or test. Short for evaluate.split=NAME; so is the word split=NAME.")
  @Nullable String split;

  @Override
  public Integer call() {
    if (split != null) {
      options.words.add(EvaluateSettings.SPLIT + "=" + split);
    }
    options.words.replaceAll(word -> word.startsWith("split=") ? "evaluate." + word : word);
    RunSettings asked = options.read();
    try (SparkSession session = Sparks.open(asked.typed().spark(), "anchorage evaluate");
        TrainedRun run = TrainedRun.open(session, options.run, asked);
        VectorPlace vectors =
            VectorPlace.takeAny(
                run.directory(), "evaluate", run.open().hadoop(), RunOptions.lease(asked))) {
      Settings settings = run.open().settings();
      EvaluatedItems items =
          EvaluatedItems.of(
              run.open().catalogue(), run.open().corpus().facts(), settings.evaluate());
      if (items.rows().length == 0) {
        throw new ConfigurationException(
            EvaluateSettings.SPLIT,
            settings.evaluate().split().written(),
            "the corpus has no items in it; choose another split");
      }
      NetworkEvaluation stage =
          new NetworkEvaluation(
              run.open().context(),
              items,
              settings.evaluate(),
              vectors.directory(),
              output.progress());
      Evaluation untrained = stage.evaluate(run.open().embedder().parameters());
      Evaluation trained = stage.evaluate(run.trained());
      vectors.clear();
      Metrics.say(output, untrained.metrics(), trained.metrics());
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("run", options.run);
      result.put("corpus", settings.corpus());
      result.put("split", settings.evaluate().split().written());
      result.put("untrained", untrained.metrics());
      result.put("trained", trained.metrics());
      if (settings.evaluate().asks(EvaluateSettings.Measure.SPECTRUM)) {
        result.put(
            "eigenvalues",
            Map.of("untrained", untrained.eigenvalues(), "trained", trained.eigenvalues()));
      }
      output.writeResult(result);
    }
    return 0;
  }
}
