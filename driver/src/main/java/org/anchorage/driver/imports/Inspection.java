/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.awt.image.BufferedImage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.anchorage.core.corpus.Item;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageLoader;
import org.jspecify.annotations.Nullable;

/**
 * The result of inspecting an image: an item that only lacks its place, or why the image is bad.
 *
 * @param image that was inspected
 * @param item that it becomes; null if it is bad
 * @param bad why it is bad; null if it is good
 */
record Inspection(RawImage image, @Nullable Item item, @Nullable Bad bad) {

  /** Decodes an image in full: a header alone does not tell whether the rest is there. */
  static Inspection of(RawImage image, ImageLoader loader) {
    if (image.className().isBlank()) {
      Bad.Reason reason = Bad.Reason.UNLABELLED;
      return new Inspection(image, null, new Bad(image.id(), reason, "It has no class"));
    }
    try {
      BufferedImage pixels = loader.load(image.encoded());
      Item item =
          new Item(
              image.id(),
              image.className(),
              image.split(),
              "",
              0,
              pixels.getWidth(),
              pixels.getHeight(),
              sha256(image.encoded()),
              image.attributes());
      return new Inspection(image, item, null);
    } catch (BadImageException e) {
      String detail = String.valueOf(e.getMessage());
      return new Inspection(image, null, new Bad(image.id(), Bad.Reason.of(e.reason()), detail));
    }
  }

  private static String sha256(byte[] encoded) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256, but not this one", e);
    }
  }
}
