/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.index.calibrate.Drawing;
import picocli.CommandLine.Option;

/** How the pairs are chosen that searches return. */
final class DrawingOptions {

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description =
          "Search by the items of this split, among all items; or all. Default: test if it has"
              + " items. The network knows those of train.")
  String split = "";

  @Option(
      names = "--nearest",
      paramLabel = "N",
      description = "Results of each search (default ${DEFAULT-VALUE}).")
  int nearest = Drawing.USUAL.nearest();

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description =
          "Most pairs of an item and a result; as many are drawn for the ROC curve (default"
              + " ${DEFAULT-VALUE}).")
  int pairs = Drawing.USUAL.pairs();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of what is drawn (default ${DEFAULT-VALUE}).")
  long seed = Drawing.USUAL.seed();

  /**
   * Reads them.
   *
   * @throws ConfigurationException if they give no pairs
   */
  Drawing read() {
    if (nearest < 1) {
      throw new ConfigurationException("--nearest", nearest, "ask for at least 1 result");
    }
    if (pairs < 2) {
      throw new ConfigurationException("--pairs", pairs, "ask for at least 2 pairs");
    }
    return new Drawing(split, nearest, pairs, seed);
  }
}
