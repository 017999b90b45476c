/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.util.Arrays;
import java.util.Set;
import org.anchorage.worker.image.BadImageException.Reason;

/**
 * Which TIFFs are read: those that tests hold against Pillow. The reader takes more, and reads some
 * of it wrong (it takes Lab for RGB), so anything else is refused.
 */
final class TiffKind {

  private static final int SUBFILE = 254;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int FILL_ORDER = 266;
  private static final int STRIPS = 273;
  private static final int SAMPLES = 277;
  private static final int STRIP_BYTES = 279;
  private static final int PREDICTOR = 317;
  private static final int TILES = 324;
  private static final int TILE_BYTES = 325;
  private static final int SUB_DIRECTORIES = 330;
  private static final int SAMPLE_FORMAT = 339;
  private static final int DNG = 50706;

  private static final int JPEG = 7;

  private static final int PALETTE = 3;
  private static final int CMYK = 5;
  private static final int YCC = 6;

  /** Bilevel, grey, RGB, palette, CMYK and YCbCr: the photometrics 0 to 3, 5 and 6. */
  private static final Set<Long> COLOURS = Set.of(0L, 1L, 2L, 3L, 5L, 6L);

  /** None, the three of fax, LZW, JPEG, deflate by both numbers, PackBits. */
  private static final Set<Long> COMPRESSIONS = Set.of(1L, 2L, 3L, 4L, 5L, 7L, 8L, 32946L, 32773L);

  private static final Set<Long> RAW_COMPRESSIONS = Set.of(32767L, 34713L, 34892L, 65000L, 65535L);
  private static final Set<Long> RAW_COLOURS = Set.of(32803L, 34892L);

  private static final String REMEDY =
      "; convert it to RGB or grey of 8 bits with LZW, e.g. by magick IN.tif -depth 8 -compress lzw"
          + " OUT.tif";

  private TiffKind() {}

  /** Returns whether a TIFF is a raw photograph: DNG, CR2, NEF, ARW and their like. */
  static boolean isRaw(byte[] encoded) {
    TiffTags tags = TiffTags.of(encoded, 0, encoded.length);
    boolean small = (tags.first(SUBFILE, 0) & 1) == 1;
    return EncodedFormat.starts(encoded, 8, "CR")
        || tags.has(DNG)
        || (small && tags.has(SUB_DIRECTORIES))
        || RAW_COMPRESSIONS.contains(tags.first(COMPRESSION, 1))
        || RAW_COLOURS.contains(tags.first(PHOTOMETRIC, 1));
  }

  /**
   * Refuses a TIFF whose first image is of a kind that is not read, or not all there.
   *
   * @throws BadImageException with the kind, and what to convert it to
   */
  static void check(byte[] encoded) throws BadImageException {
    TiffTags tags = TiffTags.of(encoded, 0, encoded.length);
    refuseCut(encoded, tags);
    refuseCut(encoded, tags, STRIPS, STRIP_BYTES);
    refuseCut(encoded, tags, TILES, TILE_BYTES);
    long colours = tags.first(PHOTOMETRIC, -1);
    long compression = tags.first(COMPRESSION, 1);
    requireOneOf("photometric interpretation", colours, COLOURS);
    requireOneOf("compression", compression, COMPRESSIONS);
    requireOneOf("sample format", tags.first(SAMPLE_FORMAT, 1), Set.of(1L));
    requireOneOf("predictor", tags.first(PREDICTOR, 1), Set.of(1L, 2L));
    long bits = tags.first(BITS, 1);
    requireOneOf("number of bits", bits, bits(colours, compression));
    if (!Arrays.stream(tags.values(BITS)).allMatch(each -> each == bits)) {
      throw refused("channels of different bits: " + Arrays.toString(tags.values(BITS)));
    }
    requireOneOf("fill order", tags.first(FILL_ORDER, 1), bits == 1 ? Set.of(1L, 2L) : Set.of(1L));
    long samples = tags.first(SAMPLES, 1);
    requireOneOf("number of channels", samples, samples(colours));
    if (colours == CMYK && compression == JPEG) {
      throw refused("CMYK compressed by JPEG");
    }
    if (colours == YCC && compression != JPEG) {
      throw refused("YCbCr that is not compressed by JPEG");
    }
  }

  private static Set<Long> bits(long colours, long compression) {
    if (compression >= 2 && compression <= 4) {
      return Set.of(1L);
    }
    if (compression == JPEG || colours == CMYK || colours == YCC) {
      return Set.of(8L);
    }
    return colours == PALETTE
        ? Set.of(1L, 2L, 4L, 8L)
        : colours == 2 ? Set.of(8L, 16L) : Set.of(1L, 2L, 4L, 8L, 16L);
  }

  private static Set<Long> samples(long colours) {
    return switch ((int) colours) {
      case PALETTE -> Set.of(1L);
      case CMYK -> Set.of(4L);
      case YCC -> Set.of(3L);
      case 2 -> Set.of(3L, 4L);
      default -> Set.of(1L, 2L);
    };
  }

  private static void requireOneOf(String what, long value, Set<Long> known)
      throws BadImageException {
    if (!known.contains(value)) {
      throw refused(what + " " + value);
    }
  }

  private static BadImageException refused(String what) {
    return new BadImageException(
        Reason.UNREADABLE, "It is a TIFF with " + what + ", which is not read" + REMEDY);
  }

  /** What lies outside the directory may be missing too. */
  private static void refuseCut(byte[] encoded, TiffTags tags) throws BadImageException {
    boolean cut = !tags.isWhole();
    for (int tag : new int[] {BITS, STRIPS, STRIP_BYTES, TILES, TILE_BYTES}) {
      cut = cut || (tags.has(tag) && tags.values(tag).length == 0);
    }
    if (cut) {
      throw cut(encoded);
    }
  }

  private static BadImageException cut(byte[] encoded) {
    return new BadImageException(
        Reason.TRUNCATED, "The TIFF ends too early, after " + encoded.length + " bytes");
  }

  private static void refuseCut(byte[] encoded, TiffTags tags, int places, int lengths)
      throws BadImageException {
    long[] at = tags.values(places);
    long[] length = tags.values(lengths);
    for (int i = 0; i < Math.min(at.length, length.length); i++) {
      if (at[i] + length[i] > encoded.length) {
        throw cut(encoded);
      }
    }
  }
}
