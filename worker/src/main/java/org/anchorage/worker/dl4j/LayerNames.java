/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.util.List;
import org.anchorage.worker.dl4j.layer.RankingLossLayer;

/**
 * The names of this project's layers in saved networks. DL4J's JSON names a layer by its Java
 * class, so a network that was saved before the layers moved to another package names classes that
 * are gone. If you move the layers, add their new package here and keep the old ones.
 */
final class LayerNames {

  /** Every package that the layers have ever been in, today's included. */
  static final List<String> PACKAGES =
      List.of("org.anchorage.worker.encoder.layer", "org.anchorage.worker.dl4j.layer");

  private static final String TODAY = RankingLossLayer.class.getPackageName();

  private LayerNames() {}

  /** Returns a network's JSON with today's names of the layers. */
  static String current(String json) {
    String renamed = json;
    for (String old : PACKAGES) {
      renamed = renamed.replace("\"" + old + ".", "\"" + TODAY + ".");
    }
    return renamed;
  }
}
