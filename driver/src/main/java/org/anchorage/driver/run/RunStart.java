/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.ParameterLayout.Kind;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.FineTuneSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.driver.artifact.ArtifactException;
import org.jspecify.annotations.Nullable;

/**
 * Where a run starts: the parameters of its whole network and loss before the first step. They are
 * null for a run that starts from nothing and moves all of its network. Such a network is drawn
 * wherever it is needed.
 */
@FunctionalInterface
public interface RunStart {

  /** Returns the parameters of a run's start, or null. */
  float @Nullable [] of(RunContext.Shared shared);

  /** A start of drawn parameters. It reads no file of weights, even if the settings name one. */
  RunStart DRAWN =
      shared -> isNeeded(shared) ? shared.engine().initial(shared.settings(), shared.loss()) : null;

  /** The start of a run that has no file of it. Fails if the run should have one. */
  RunStart MISSING =
      shared -> {
        if (isNeeded(shared)) {
          throw new ArtifactException(
              "The run at "
                  + shared.settings().run()
                  + " has lost start/, which holds what training does not move; restore it, or"
                  + " begin another run");
        }
        return null;
      };

  /** Returns a start that has a file's weights, and drawn parameters where the file has none. */
  static RunStart from(WeightSource weights) {
    return shared ->
        weights.read(
            shared.settings(),
            shared.layout(),
            shared.engine().initial(shared.settings(), shared.loss()));
  }

  private static boolean isNeeded(RunContext.Shared shared) {
    Settings settings = shared.settings();
    FineTuneSettings tune = settings.fineTune();
    return settings.encoder().architecture().isBackbone()
        && (settings.encoder().backbone().hasWeights()
            || tune.warmUp() > 0
            || !tune.trainable().equals(Trainable.ALL)
            || hasFixed(shared.layout()));
  }

  private static boolean hasFixed(ParameterLayout layout) {
    return layout.spans().stream().anyMatch(span -> span.kind() == Kind.FIXED);
  }
}
