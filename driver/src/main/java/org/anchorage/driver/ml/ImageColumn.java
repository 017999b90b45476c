/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.ml;

import java.io.IOException;
import java.io.InputStream;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.Settings;
import org.anchorage.driver.corpus.HadoopSettings;
import org.anchorage.driver.network.SavedNetwork;
import org.anchorage.worker.image.Augmenter;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageDecoder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Makes a network's input from the values of a column. Not thread-safe: one for each task. */
final class ImageColumn {

  private final Configuration hadoop;
  private final ImageDecoder decoder;
  private final Augmenter augmenter;
  private final int floats;

  ImageColumn(SavedNetwork network, HadoopSettings hadoop) {
    Settings settings = network.settings().typed();
    InputRule input = settings.encoder().input();
    this.hadoop = hadoop.configuration();
    this.decoder = new ImageDecoder(settings.image(), input, settings.imports().maxPixels());
    this.augmenter = new Augmenter(settings.image(), input, settings.augment());
    this.floats = settings.image().bytes();
  }

  /** Returns how many floats an image has. */
  int floats() {
    return floats;
  }

  /**
   * Writes an image, as evaluation sees it.
   *
   * @param value the content of a file, or its path
   * @param into receives {@link #floats} floats
   * @param at where they begin
   * @throws BadImageException if the bytes are no image
   * @throws IOException if there is no value, or no file, or it cannot be read
   */
  void read(@Nullable Object value, float[] into, int at) throws BadImageException, IOException {
    if (value == null) {
      throw new IOException("it is null");
    }
    byte[] encoded = value instanceof byte[] content ? content : file(value.toString());
    augmenter.plain(decoder.decode(encoded), into, at);
  }

  private byte[] file(String path) throws IOException {
    Path file;
    try {
      file = new Path(path);
    } catch (IllegalArgumentException e) {
      throw new IOException("'" + path + "' is no path: " + e.getMessage(), e);
    }
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      return in.readAllBytes();
    }
  }
}
