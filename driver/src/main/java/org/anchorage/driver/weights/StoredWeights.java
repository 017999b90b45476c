/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.weights;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.BackboneSettings;
import org.anchorage.core.config.EncoderSettings;
import org.anchorage.core.config.FineTuneSettings;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.run.WeightFiles;
import org.anchorage.driver.run.WeightSource;
import org.apache.hadoop.conf.Configuration;

/**
 * Files of weights on any Hadoop filesystem. The last file is kept until its weights are read, so
 * that a command copies a remote file once. Closing deletes a copy that was not read. Not
 * thread-safe.
 */
public final class StoredWeights implements WeightFiles, Closeable {

  private Optional<StoredFile> kept = Optional.empty();
  private Optional<EncoderSettings> fitted = Optional.empty();

  /**
   * {@inheritDoc}
   *
   * <p>The file is held to the network even if nothing is {@code auto}.
   */
  @Override
  public RunSettings resolved(RunSettings asked, Configuration hadoop) {
    EncoderSettings encoder = asked.typed().encoder();
    if (!encoder.backbone().hasWeights()) {
      requireNothingKept(asked.typed());
      return asked;
    }
    if (fitted.filter(encoder::equals).isPresent()) {
      return asked;
    }
    StoredFile file = file(encoder.backbone(), hadoop);
    RunSettings resolved = asked.with(FittedWeights.decided(file, encoder));
    fitted = Optional.of(resolved.typed().encoder());
    return resolved;
  }

  /** A backbone that starts from nothing has nothing to keep while the head is trained. */
  private static void requireNothingKept(Settings settings) {
    FineTuneSettings tune = settings.fineTune();
    boolean partly = !tune.trainable().equals(Trainable.ALL);
    if (partly || tune.warmUp() > 0) {
      throw new ConfigurationException(
          BackboneSettings.WEIGHTS,
          "",
          String.format(
              Locale.ROOT,
              "encoder.%s = %s leaves the backbone as it starts, and without weights that is"
                  + " random; name a file of weights, or use %s",
              partly ? "trainable" : "warm-up",
              partly ? tune.trainable().written() : tune.warmUp(),
              partly ? "all" : "0"));
    }
  }

  @Override
  public WeightSource open(Settings settings, Configuration hadoop) {
    return new Source(file(settings.encoder().backbone(), hadoop));
  }

  private StoredFile file(BackboneSettings backbone, Configuration hadoop) {
    if (kept.filter(file -> file.uri().equals(backbone.weights())).isEmpty()) {
      close();
      kept = Optional.of(FittedWeights.open(backbone.weights(), hadoop));
    }
    return kept.orElseThrow();
  }

  @Override
  public void close() {
    kept.ifPresent(StoredWeights::delete);
    kept = Optional.empty();
  }

  private static void delete(StoredFile file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot delete the copy " + file.local() + ": " + e.getMessage(), e);
    }
  }

  /** A file that is read once; a copy of it is then deleted. */
  private final class Source implements WeightSource {

    private final StoredFile file;

    private Source(StoredFile file) {
      this.file = file;
    }

    @Override
    public float[] read(Settings settings, ParameterLayout layout, float[] drawn) {
      try {
        return FittedWeights.read(file, settings.encoder(), layout, drawn);
      } finally {
        close();
      }
    }

    @Override
    public String sha256() {
      return file.sha256();
    }
  }
}
