/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.names.Fit;
import org.anchorage.core.config.BackboneSettings;
import org.anchorage.core.config.EncoderSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.worker.backbone.BackboneReader;
import org.anchorage.worker.backbone.StrictFit;
import org.anchorage.worker.weights.TensorFile;
import org.apache.hadoop.conf.Configuration;

/** A run's file of weights, held to the run's network. Stateless and thread-safe. */
final class FittedWeights {

  private FittedWeights() {}

  /**
   * Returns the words that say what the file decides of what is {@code auto}.
   *
   * @throws ConfigurationException if the file is not there, cannot be read, or does not fit
   */
  static List<String> decided(EncoderSettings encoder, Configuration hadoop) {
    BackboneSettings asked = encoder.backbone();
    try (StoredFile stored = open(asked.weights(), hadoop)) {
      Fit fit = fit(stored, encoder);
      List<String> words = new ArrayList<>();
      if (asked.batchNorm() == BackboneSettings.BatchNorm.AUTO) {
        words.add(BackboneSettings.BATCH_NORM.path() + "=" + small(StrictFit.norms(fit)));
      }
      if (asked.padding() == BackboneSettings.Padding.AUTO) {
        words.add(BackboneSettings.PADDING.path() + "=" + small(fit.convention().padding()));
      }
      if (asked.input() == BackboneSettings.Input.AUTO) {
        words.add(BackboneSettings.INPUT.path() + "=" + fit.convention().input());
      }
      return words;
    } catch (IOException e) {
      throw refused(asked.weights(), String.valueOf(e.getMessage()));
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
      Fit fit = new StrictFit(stored.uri(), BackboneReader.shapes(file)).of(encoder);
      return new BackboneReader(stored.uri(), file, fit).over(drawn, layout);
    } catch (IOException e) {
      throw refused(stored.uri(), stored.message(e));
    }
  }

  static StoredFile open(String uri, Configuration hadoop) {
    return StoredFile.open(BackboneSettings.WEIGHTS.path(), uri, hadoop);
  }

  private static Fit fit(StoredFile stored, EncoderSettings encoder) {
    try (TensorFile file = stored.tensors()) {
      return new StrictFit(stored.uri(), BackboneReader.shapes(file)).of(encoder);
    } catch (IOException e) {
      throw refused(stored.uri(), stored.message(e));
    }
  }

  private static String small(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static ConfigurationException refused(String uri, String problem) {
    return new ConfigurationException(BackboneSettings.WEIGHTS, uri, problem);
  }
}
