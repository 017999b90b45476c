/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.Arrays;
import java.util.List;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.driver.network.SavedNetwork;
import org.anchorage.worker.image.Augmenter;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageDecoder;

/**
 * The network of an index, read: it decodes as evaluation does, and embeds.
 *
 * <p>Thread-safe, except that {@link #close} must not run beside other calls.
 */
final class OpenNetwork implements AutoCloseable {

  private final ImageSettings form;
  private final ImageDecoder decoder;
  private final Augmenter augmenter;
  private final EmbedLanes lanes;

  /**
   * Opens a network.
   *
   * @param embedders how many images are embedded at once
   */
  OpenNetwork(SavedNetwork read, int embedders) {
    Settings settings = read.settings().typed();
    InputRule input = settings.encoder().input();
    form = settings.image();
    decoder = new ImageDecoder(settings.image(), input, settings.imports().maxPixels());
    augmenter = new Augmenter(settings.image(), input, settings.augment());
    lanes = new EmbedLanes(embedders, read::embedder);
  }

  /** Returns the form of the images that the network reads. */
  ImageSettings image() {
    return form;
  }

  /** Turns an encoded image into the network's input, in the calling thread. */
  float[] decode(byte[] encoded) throws BadImageException {
    float[] image = new float[form.bytes()];
    augmenter.plain(decoder.decode(encoded), image, 0);
    return image;
  }

  /** Embeds inputs of the network together; returns a vector for each. */
  float[][] embed(List<float[]> decoded) {
    int count = decoded.size();
    int length = form.bytes();
    float[] images = count == 1 ? decoded.get(0) : new float[length * count];
    for (int i = 0; i < count && count > 1; i++) {
      System.arraycopy(decoded.get(i), 0, images, i * length, length);
    }
    return rows(lanes.embed(images, count), count);
  }

  private static float[][] rows(float[] values, int count) {
    int dim = values.length / count;
    float[][] vectors = new float[count][];
    Arrays.setAll(vectors, i -> Arrays.copyOfRange(values, i * dim, (i + 1) * dim));
    return vectors;
  }

  @Override
  public void close() {
    lanes.close();
  }
}
