/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.util.Arrays;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.MovingParameters;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.Part;
import org.anchorage.core.architecture.Trainable;

/**
 * Puts a network together from a run's start and what has moved. The loss's parameters are the last
 * and always move. So they are taken as they come, whatever classes the open corpus has.
 */
final class WholeNetwork {

  private WholeNetwork() {}

  /**
   * Returns a whole network with its loss.
   *
   * @param layout of the network, with the loss of any corpus
   * @param start the run's, with the loss of any corpus
   * @param moved the parameters that move, the loss's at the end
   */
  static float[] of(
      ParameterLayout layout, LayerGraph graph, Trainable trainable, float[] start, float[] moved) {
    ParameterLayout network =
        new ParameterLayout(
            layout.spans().stream().filter(span -> span.part() != Part.LOSS).toList());
    MovingParameters moving = MovingParameters.of(network, graph, trainable);
    int learnt = moved.length - moving.size();
    float[] whole = Arrays.copyOf(start, network.size() + learnt);
    moving.write(moved, whole);
    System.arraycopy(moved, moving.size(), whole, network.size(), learnt);
    return whole;
  }
}
