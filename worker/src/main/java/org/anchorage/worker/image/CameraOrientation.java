/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

/**
 * How a camera was held, as it wrote beside the pixels: in Exif of a JPEG, PNG or WebP, or in a tag
 * of a TIFF. Damaged Exif says nothing.
 */
final class CameraOrientation {

  /** Stored as it is to be shown. */
  static final int UPRIGHT = 1;

  private static final int TAG = 0x112;
  private static final String EXIF = "Exif\0\0";

  private CameraOrientation() {}

  /** Returns the orientation, 1 to 8 as Exif numbers them; 1 if nothing is said. */
  static int of(byte[] encoded, EncodedFormat format) {
    if (format == EncodedFormat.TIFF) {
      return known(TiffTags.of(encoded, 0, encoded.length).first(TAG, UPRIGHT));
    }
    for (Stretch stretch : Stretch.of(encoded, format)) {
      boolean named = stretch.begins(encoded, EXIF);
      boolean exif =
          switch (format) {
            case JPEG -> stretch.name().equals("e1") && named;
            case PNG -> stretch.name().equals("eXIf");
            case WEBP -> stretch.name().equals("EXIF");
            default -> false;
          };
      if (exif) {
        int from = stretch.body() + (named ? EXIF.length() : 0);
        return known(TiffTags.of(encoded, from, stretch.end()).first(TAG, UPRIGHT));
      }
    }
    return UPRIGHT;
  }

  private static int known(long written) {
    return written >= UPRIGHT && written <= 8 ? (int) written : UPRIGHT;
  }
}
