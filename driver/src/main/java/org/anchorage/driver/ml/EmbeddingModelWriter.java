/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.ml;

import java.util.List;
import java.util.Map;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/**
 * Writes a model: Spark ML's {@code metadata/} with the parameters, and the artifact {@code
 * network/}.
 */
final class EmbeddingModelWriter extends MLWriter {

  /** Kind of the artifact that holds the network. */
  static final String KIND = "network";

  static final int FORMAT = 1;

  private final EmbeddingModel model;

  EmbeddingModelWriter(EmbeddingModel model) {
    this.model = model;
  }

  @Override
  public void saveImpl(String path) {
    Configuration hadoop = sc().hadoopConfiguration();
    DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sc(), Option.empty(), Option.empty());
    new Artifacts(hadoop)
        .write(
            new Path(path, KIND),
            WhenExists.REFUSE,
            new Draft(KIND, FORMAT, model.network().settings().written(), List.of()),
            temporary -> {
              model.network().write(temporary, hadoop);
              return new Contents("", Map.of());
            });
  }
}
