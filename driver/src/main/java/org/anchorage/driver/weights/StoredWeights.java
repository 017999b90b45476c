/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.config.BackboneSettings;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.driver.run.WeightFiles;
import org.anchorage.driver.run.WeightSource;
import org.apache.hadoop.conf.Configuration;

/** Files of weights on any Hadoop filesystem. */
public record StoredWeights() implements WeightFiles {

  /**
   * {@inheritDoc}
   *
   * <p>A file on the local disk is held to the network even if nothing is {@code auto}. A remote
   * file is then left to {@link #open}, which copies it.
   */
  @Override
  public RunSettings resolved(RunSettings asked, Configuration hadoop) {
    BackboneSettings backbone = asked.typed().encoder().backbone();
    if (!backbone.hasWeights()
        || (!isOpen(backbone) && !StoredFile.isLocal(backbone.weights(), hadoop))) {
      return asked;
    }
    return asked.with(FittedWeights.decided(asked.typed().encoder(), hadoop));
  }

  private static boolean isOpen(BackboneSettings backbone) {
    return backbone.batchNorm() == BackboneSettings.BatchNorm.AUTO
        || backbone.padding() == BackboneSettings.Padding.AUTO
        || backbone.input() == BackboneSettings.Input.AUTO;
  }

  @Override
  public WeightSource open(Settings settings, Configuration hadoop) {
    return new Source(FittedWeights.open(settings.encoder().backbone().weights(), hadoop));
  }

  /** A file that is read once; a copy of it is then deleted. */
  private record Source(StoredFile file) implements WeightSource {

    @Override
    public float[] read(Settings settings, ParameterLayout layout, float[] drawn) {
      try (StoredFile read = file) {
        return FittedWeights.read(read, settings.encoder(), layout, drawn);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "Cannot delete the copy " + file.local() + ": " + e.getMessage(), e);
      }
    }

    @Override
    public String sha256() {
      return file.sha256();
    }
  }
}
