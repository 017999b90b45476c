/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import org.anchorage.core.architecture.Architectures;
import org.anchorage.worker.step.Engine;
import org.anchorage.worker.step.EngineContract;

class TestStockEngine extends EngineContract {

  @Override
  protected Engine engine() {
    return new StockEngine();
  }

  /** DL4J has no layers like those of backbones. */
  @Override
  protected boolean computes(String architecture) {
    return !Architectures.find(architecture).orElseThrow().isBackbone();
  }
}
