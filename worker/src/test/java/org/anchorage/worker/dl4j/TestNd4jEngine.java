/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import org.anchorage.worker.step.Engine;
import org.anchorage.worker.step.EngineContract;

class TestNd4jEngine extends EngineContract {

  @Override
  protected Engine engine() {
    return new Nd4jEngine();
  }
}
