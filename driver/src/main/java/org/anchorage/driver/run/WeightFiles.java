/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.apache.hadoop.conf.Configuration;

/** Files of weights that were trained elsewhere. Needs no Spark. Not thread-safe. */
public interface WeightFiles {

  /**
   * Returns settings in which nothing is {@code auto} that the file of weights decides: {@code
   * encoder.batch-norm}, {@code encoder.padding} and {@code encoder.input}. Settings without
   * weights, and those in which nothing is {@code auto}, come back as they are.
   *
   * @param hadoop the configuration of filesystems
   * @throws ConfigurationException if {@code encoder.weights} is not there or cannot be read
   */
  RunSettings resolved(RunSettings asked, Configuration hadoop);

  /**
   * Opens the file that {@code encoder.weights} names.
   *
   * @param hadoop the configuration of filesystems
   * @throws ConfigurationException if it is not there, cannot be read, or holds no weights
   */
  WeightSource open(Settings settings, Configuration hadoop);
}
