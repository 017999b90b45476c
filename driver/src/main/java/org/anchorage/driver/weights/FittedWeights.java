/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.weights;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.names.Fit;
import org.anchorage.core.config.BackboneSettings;
import org.anchorage.core.config.EncoderSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.worker.backbone.BackboneReader;
import org.anchorage.worker.backbone.HomeForm;
import org.anchorage.worker.backbone.StrictFit;
import org.anchorage.worker.weights.TensorFile;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run's file of weights, held to the run's network. Stateless and thread-safe. */
final class FittedWeights {

  private static final Logger LOG = LoggerFactory.getLogger(FittedWeights.class);

  /** Tensors of a head in files that {@code ./anchorage export} wrote. */
  private static final Set<String> OWN_HEAD =
      Set.of("embedding.weight", "embedding.bias", "pool.p");

  private FittedWeights() {}

  /**
   * Returns the words that say what the file decides of what is {@code auto}. Warns if a setting
   * departs from what the weights were trained with, and if the file has a head that is not read.
   *
   * @throws ConfigurationException if the file cannot be read, or does not fit
   */
  static List<String> decided(StoredFile stored, EncoderSettings encoder) {
    BackboneSettings asked = encoder.backbone();
    try (TensorFile file = stored.tensors()) {
      Fit fit = fit(stored, file, encoder);
      HomeForm home = HomeForm.of(fit, file.words());
      home.departures(asked).forEach(sentence -> LOG.warn("{}", sentence));
      List<String> ownHead = fit.head().stream().filter(name -> OWN_HEAD.contains(name)).toList();
      if (!ownHead.isEmpty()) {
        LOG.warn(
            "The head in {} ({}) is not read: the run draws its own",
            stored.uri(),
            String.join(", ", ownHead));
      }
      return home.decided(asked);
    } catch (IOException e) {
      throw refused(stored.uri(), stored.message(e));
    }
  }

  /**
   * Returns a network that starts from a file.
   *
   * @throws ConfigurationException if the file cannot be read or does not fit
   */
  static float[] read(
      StoredFile stored, EncoderSettings encoder, ParameterLayout layout, float[] drawn) {
    try (TensorFile file = stored.tensors()) {
      return new BackboneReader(stored.uri(), file, fit(stored, file, encoder)).over(drawn, layout);
    } catch (IOException e) {
      throw refused(stored.uri(), stored.message(e));
    }
  }

  static StoredFile open(String uri, Configuration hadoop) {
    return StoredFile.open(BackboneSettings.WEIGHTS.path(), uri, hadoop);
  }

  private static Fit fit(StoredFile stored, TensorFile file, EncoderSettings encoder) {
    return new StrictFit(stored.uri(), BackboneReader.shapes(file)).of(encoder);
  }

  private static ConfigurationException refused(String uri, String problem) {
    return new ConfigurationException(BackboneSettings.WEIGHTS, uri, problem);
  }
}
