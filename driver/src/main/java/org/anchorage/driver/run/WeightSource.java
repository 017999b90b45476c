/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;

/** An open file of weights that were trained elsewhere. A run reads it once, where it begins. */
public interface WeightSource {

  /**
   * Returns a network that has the file's weights.
   *
   * @param settings of the run
   * @param layout where each layer's parameters lie in {@code drawn}
   * @param drawn an untrained network, its loss included; not changed
   * @return the file's values, and for parameters that the file does not have those of {@code
   *     drawn}; a new array
   * @throws ConfigurationException if the file's tensors do not fit the network
   */
  float[] read(Settings settings, ParameterLayout layout, float[] drawn);

  /** Returns the SHA-256 of the whole file, in small hexadecimal digits. */
  String sha256();
}
