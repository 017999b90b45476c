/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.awt.image.BufferedImage;
import org.anchorage.core.corpus.Item;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageLoader;
import org.jspecify.annotations.Nullable;

/**
 * The result of inspecting an image: an item that only lacks its place, or why the image is bad.
 *
 * @param item that it becomes; null if it is bad
 * @param encoded its bytes; empty if it is bad
 * @param bad why it is bad; null if it is good
 */
record Inspection(@Nullable Item item, byte[] encoded, @Nullable Bad bad) {

  static Inspection of(Bad bad) {
    return new Inspection(null, new byte[0], bad);
  }

  /** Decodes an image in full: a header alone does not tell whether the rest is there. */
  static Inspection of(Listed image, byte[] encoded, ImageLoader loader) {
    if (image.className().isBlank()) {
      return of(new Bad(image.id(), Bad.Reason.UNLABELLED, "It has no class"));
    }
    try {
      BufferedImage pixels = loader.load(encoded);
      var digest = Sha256.digest();
      digest.update(encoded);
      Item item =
          new Item(
              image.id(),
              image.className(),
              image.split(),
              "",
              0,
              pixels.getWidth(),
              pixels.getHeight(),
              Sha256.written(digest),
              image.attributes());
      return new Inspection(item, encoded, null);
    } catch (BadImageException e) {
      String detail = String.valueOf(e.getMessage());
      return of(new Bad(image.id(), Bad.Reason.of(e.reason()), detail));
    } catch (OutOfMemoryError e) {
      throw new ImportException(
          "There is not enough memory to decode "
              + image.id()
              + "; lower import.max-pixels to leave it out, or give more memory to the executors"
              + " (to the driver, if Spark is local)",
          e);
    }
  }
}
