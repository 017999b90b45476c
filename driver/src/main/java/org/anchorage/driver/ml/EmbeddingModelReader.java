/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.ml;

import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.network.SavedNetwork;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;
import scala.Option;

/** Reads a model that {@link EmbeddingModelWriter} wrote, and checks its files. */
final class EmbeddingModelReader extends MLReader<EmbeddingModel> {

  @Override
  public EmbeddingModel load(String path) {
    Configuration hadoop = sc().hadoopConfiguration();
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader$.MODULE$.loadMetadata(path, sc(), EmbeddingModel.class.getName());
    Path network = new Path(path, EmbeddingModelWriter.KIND);
    new Artifacts(hadoop).verify(network, EmbeddingModelWriter.KIND, EmbeddingModelWriter.FORMAT);
    EmbeddingModel model = new EmbeddingModel(metadata.uid(), SavedNetwork.read(network, hadoop));
    metadata.getAndSetParams(model, Option.empty());
    return model;
  }
}
