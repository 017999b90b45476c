/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.BackboneSettings;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.run.WeightFiles;
import org.anchorage.driver.run.WeightSource;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Files of weights on any Hadoop filesystem. */
public record StoredWeights() implements WeightFiles {

  @Override
  public RunSettings resolved(RunSettings asked, Configuration hadoop) {
    BackboneSettings backbone = asked.typed().encoder().backbone();
    if (!backbone.hasWeights()) {
      return asked;
    }
    requireFile(backbone.weights(), hadoop);
    List<String> words = new ArrayList<>();
    if (backbone.batchNorm() == BackboneSettings.BatchNorm.AUTO) {
      words.add(BackboneSettings.BATCH_NORM + "=frozen");
    }
    return asked.with(words);
  }

  @Override
  public WeightSource open(Settings settings, Configuration hadoop) {
    String uri = settings.encoder().backbone().weights();
    requireFile(uri, hadoop);
    throw new ConfigurationException(
        BackboneSettings.WEIGHTS, uri, "no format of weights can be read yet; leave it out");
  }

  private static void requireFile(String uri, Configuration hadoop) {
    boolean isFile;
    try {
      Path path = new Path(uri);
      isFile = path.getFileSystem(hadoop).getFileStatus(path).isFile();
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          BackboneSettings.WEIGHTS,
          uri,
          "it cannot be read: " + e.getMessage() + "; give the URI of a file of weights");
    }
    if (!isFile) {
      throw new ConfigurationException(
          BackboneSettings.WEIGHTS, uri, "it is a directory; give the URI of a file of weights");
    }
  }
}
