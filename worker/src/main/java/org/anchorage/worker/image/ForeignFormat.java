/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.anchorage.worker.image.BadImageException.Reason;
import org.jspecify.annotations.Nullable;

/** Files that are known and not read: what each is, and what turns it into an image. */
enum ForeignFormat {
  HEIC("a HEIC", "convert it to JPEG, e.g. by heif-convert IN.heic OUT.jpg"),
  AVIF("an AVIF", "convert it to PNG, e.g. by avifdec IN.avif OUT.png"),
  JPEG_XL("a JPEG XL", "convert it to PNG, e.g. by djxl IN.jxl OUT.png"),
  JPEG_2000("a JPEG 2000", "convert it to PNG, e.g. by opj_decompress -i IN.jp2 -o OUT.png"),
  SVG("an SVG", "draw it as PNG, e.g. by rsvg-convert IN.svg -o OUT.png"),
  RAW(
      "a raw photograph of a camera",
      "develop it to JPEG or TIFF of 8 bits, e.g. by darktable-cli IN OUT.jpg"),
  PSD("a Photoshop document", "save it flat as PNG, e.g. by magick 'IN.psd[0]' OUT.png"),
  PDF("a PDF", "draw its page as PNG, e.g. by pdftoppm -png -singlefile IN.pdf OUT"),
  HTML("a page of the web (HTML)", "it may be an error in place of an image: download it again"),
  LFS_POINTER("a pointer of Git LFS", "fetch the image itself by git lfs pull"),
  BIG_TIFF("a BigTIFF", "convert it to TIFF, e.g. by tiffcp IN.tif OUT.tif"),
  NETPBM("a PAM or PFM", "convert it to PNG, e.g. by magick IN OUT.png"),
  ICON("an icon (ICO)", "convert it to PNG, e.g. by magick 'IN.ico[0]' OUT.png"),
  OPEN_EXR("an OpenEXR", "convert it to PNG, e.g. by magick IN.exr OUT.png"),
  VIDEO("a film (MP4 or MOV)", "take a frame out of it, e.g. by ffmpeg -i IN -frames:v 1 OUT.png");

  private static final int SHOWN = 8;
  private static final int LOOKED_AT = 1024;
  private static final int BRANDS = 64;

  private final String name;
  private final String remedy;

  ForeignFormat(String name, String remedy) {
    this.name = name;
    this.remedy = remedy;
  }

  /**
   * Refuses all bytes but those of a TIFF that is no raw photograph.
   *
   * @throws BadImageException with what the bytes are, if that is known, and what to do
   */
  static void refuse(byte[] encoded) throws BadImageException {
    ForeignFormat known = of(encoded);
    if (known != null) {
      throw new BadImageException(
          Reason.UNREADABLE, "It is " + known.name + ", which is not read; " + known.remedy);
    }
    if (!isTiff(encoded)) {
      String first =
          HexFormat.of().withDelimiter(" ").formatHex(encoded, 0, Math.min(SHOWN, encoded.length));
      throw new BadImageException(
          Reason.UNREADABLE,
          "Not an image that can be read: it starts with "
              + first
              + "; convert it to JPEG, PNG, GIF, BMP, WebP, TIFF, PGM or PPM");
    }
  }

  private static @Nullable ForeignFormat of(byte[] encoded) {
    if (EncodedFormat.starts(encoded, 4, "ftyp")) {
      return brand(encoded);
    }
    for (Magic magic : Magic.values()) {
      if (EncodedFormat.starts(encoded, 0, magic.start)) {
        return magic.format;
      }
    }
    return isTiff(encoded) ? TiffKind.isRaw(encoded) ? RAW : null : markup(encoded);
  }

  private static boolean isTiff(byte[] encoded) {
    return EncodedFormat.starts(encoded, 0, "II*\0") || EncodedFormat.starts(encoded, 0, "MM\0*");
  }

  /** The container of HEIC and AVIF is that of films; its brand tells them apart. */
  private static ForeignFormat brand(byte[] encoded) {
    String brand =
        new String(encoded, 8, Math.min(4, encoded.length - 8), StandardCharsets.ISO_8859_1);
    return switch (brand) {
      case "avif", "avis" -> AVIF;
      case "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1" ->
          text(encoded, BRANDS).contains("avif") ? AVIF : HEIC;
      case "crx " -> RAW;
      default -> VIDEO;
    };
  }

  private static @Nullable ForeignFormat markup(byte[] encoded) {
    String start = text(encoded, LOOKED_AT).stripLeading().toLowerCase(Locale.ROOT);
    if (start.startsWith("<") && start.contains("<svg")) {
      return SVG;
    }
    return start.startsWith("<!doctype html") || start.startsWith("<html") ? HTML : null;
  }

  /** Returns the first characters, without the mark of UTF-8. */
  private static String text(byte[] encoded, int most) {
    int mark = EncodedFormat.starts(encoded, 0, "\u00ef\u00bb\u00bf") ? 3 : 0;
    int length = Math.min(most, encoded.length - mark);
    return new String(encoded, mark, length, StandardCharsets.ISO_8859_1);
  }

  /** How a file of a format starts. */
  private enum Magic {
    XL_STREAM("\u00ff\n", JPEG_XL),
    XL_FILE("\0\0\0\fJXL ", JPEG_XL),
    J2_STREAM("\u00ffO\u00ffQ", JPEG_2000),
    J2_FILE("\0\0\0\fjP  ", JPEG_2000),
    PHOTOSHOP("8BPS", PSD),
    ACROBAT("%PDF", PDF),
    LFS("version https://git-lfs", LFS_POINTER),
    BIG_LITTLE("II+\0", BIG_TIFF),
    BIG_BIG("MM\0+", BIG_TIFF),
    PAM("P7\n", NETPBM),
    PFM_COLOUR("PF\n", NETPBM),
    PFM_GREY("Pf\n", NETPBM),
    ICO("\0\0\1\0", ICON),
    EXR("v/1\1", OPEN_EXR),
    FUJI("FUJIFILMCCD-RAW", RAW),
    OLYMPUS("IIRO", RAW),
    OLYMPUS_SMALL("IIRS", RAW),
    OLYMPUS_BIG("MMOR", RAW),
    PANASONIC("IIU\0", RAW),
    SIGMA("FOVb", RAW),
    MINOLTA("\0MRM", RAW);

    private final String start;
    private final ForeignFormat format;

    Magic(String start, ForeignFormat format) {
      this.start = start;
      this.format = format;
    }
  }
}
