/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageReader;
import org.anchorage.core.config.ImageSettings.Orientation;
import org.anchorage.worker.image.BadImageException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Decodes whole images at their own size, and refuses any that is not whole. JPEG, PNG, GIF (first
 * frame on its screen), BMP, WebP, TIFF (first page) and PNM. {@code docs/corpora.md} has the kinds
 * of each, and how far they are from Pillow. Damaged metadata is no damage of the pixels.
 *
 * <p>JPEGs decode as Pillow decodes them, to the bit. WebP that is lossy does not: its reader
 * repeats colours where libwebp smooths them. On photographs that is 2 levels on average; hard
 * edges between strong colours differ more.
 *
 * <p>Holds no state between images and is thread-safe.
 */
public final class ImageLoader {

  private final long maxPixels;
  private final Orientation orientation;

  /**
   * Makes a loader.
   *
   * @param maxPixels an image whose header claims more is refused before anything is decoded
   * @param orientation whether photographs are turned as their cameras say; {@code AUTO} turns them
   */
  public ImageLoader(long maxPixels, Orientation orientation) {
    if (maxPixels < 1) {
      throw new IllegalArgumentException(
          "Cannot allow images of " + maxPixels + " pixels; allow at least 1");
    }
    this.maxPixels = maxPixels;
    this.orientation = orientation;
  }

  /**
   * Returns the decoded image. A colour profile of a JPEG or a WebP is applied.
   *
   * @throws BadImageException if the bytes are not one whole image of a known format and size
   */
  public BufferedImage load(byte[] encoded) throws BadImageException {
    return load(encoded, format(encoded));
  }

  /**
   * Returns the decoded image with its colours as they are stored, without a profile, as Pillow and
   * PyTorch read them.
   *
   * @throws BadImageException if the bytes are not one whole image of a known format and size
   */
  public BufferedImage loadPlain(byte[] encoded) throws BadImageException {
    EncodedFormat format = format(encoded);
    return load(ColourProfile.hidden(encoded, format), format);
  }

  /**
   * Returns how many pixels an image has, by its header. Decodes nothing.
   *
   * @throws BadImageException if the bytes are not an image of a known format and size
   */
  public long pixels(byte[] encoded) throws BadImageException {
    EncodedFormat format = format(encoded);
    ImageReader reader = Readers.of(format);
    try (ByteArrayImageInputStream input = new ByteArrayImageInputStream(encoded)) {
      reader.setInput(input, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      refuseTooLarge(width, height);
      Screen screen = Screen.of(encoded, format);
      if (screen == null) {
        return (long) width * height;
      }
      refuseTooLarge(screen.width(), screen.height());
      return Math.max((long) width * height, (long) screen.width() * screen.height());
    } catch (IOException | RuntimeException e) {
      throw damaged(format, e);
    } finally {
      reader.dispose();
    }
  }

  private static EncodedFormat format(byte[] encoded) throws BadImageException {
    if (encoded.length == 0) {
      throw new BadImageException(Reason.EMPTY, "The image is empty: it has no bytes");
    }
    return EncodedFormat.of(encoded);
  }

  /** A reader may stumble over damaged metadata, so it gets a second try without. */
  private BufferedImage load(byte[] encoded, EncodedFormat format) throws BadImageException {
    BufferedImage image;
    try {
      image = read(encoded, format);
    } catch (BadImageException e) {
      byte[] bare = Metadata.without(encoded, format);
      if (bare == encoded || e.reason() == Reason.TOO_LARGE) {
        throw e;
      }
      try {
        image = read(bare, format);
      } catch (BadImageException again) {
        throw e;
      }
    }
    return orientation == Orientation.IGNORE
        ? image
        : Turned.upright(image, CameraOrientation.of(encoded, format));
  }

  private BufferedImage read(byte[] encoded, EncodedFormat format) throws BadImageException {
    Container.check(format, encoded);
    ImageReader reader = Readers.of(format);
    byte[] readable = format == EncodedFormat.PNG ? PngGrey.asPalette(encoded) : encoded;
    try (ByteArrayImageInputStream input = new ByteArrayImageInputStream(readable)) {
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(input, true, true);
      refuseTooLarge(reader.getWidth(0), reader.getHeight(0));
      Screen screen = Screen.of(encoded, format);
      if (screen != null) {
        refuseTooLarge(screen.width(), screen.height());
      }
      BufferedImage image = reader.read(0);
      refuseDamaged(format, warnings);
      if (format == EncodedFormat.WEBP) {
        RawAlpha.restore(encoded, image);
      }
      return format == EncodedFormat.TIFF
          ? TiffAlpha.meant(encoded, image)
          : Screen.filled(screen, image);
    } catch (IOException | RuntimeException e) {
      throw damaged(format, e);
    } finally {
      reader.dispose();
    }
  }

  private void refuseTooLarge(int width, int height) throws BadImageException {
    if ((long) width * height > maxPixels) {
      throw new BadImageException(
          Reason.TOO_LARGE,
          "The image claims "
              + width
              + " x "
              + height
              + " pixels, over the limit of "
              + maxPixels
              + "; reduce it, or raise import.max-pixels if it is meant to be so large");
    }
  }

  /** Readers only warn of missing data; libjpeg fills it with grey. */
  private static void refuseDamaged(EncodedFormat format, List<String> warnings)
      throws BadImageException {
    for (String warning : warnings) {
      String words = warning.toLowerCase(Locale.ROOT);
      // A profile may be cut short while the pixels are whole.
      if (words.contains("icc")) {
        continue;
      }
      if (words.contains("premature end") || words.contains("truncated")) {
        throw new BadImageException(
            Reason.TRUNCATED, "The " + format + " ends too early: " + warning);
      }
      // RawAlpha reads the alpha channel that the reader of WebP leaves out.
      if (words.contains("not implemented") && !words.contains("alpha")) {
        throw new BadImageException(
            Reason.UNREADABLE,
            String.format(
                Locale.ROOT,
                "It is a %s of a kind that is not read: %s; convert it to PNG",
                format,
                warning));
      }
      if (words.contains("huffman") || words.contains("inconsistent progression")) {
        throw new BadImageException(Reason.CORRUPT, "The " + format + " is damaged: " + warning);
      }
    }
  }

  private static BadImageException damaged(EncodedFormat format, Exception cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof EOFException) {
        return new BadImageException(Reason.TRUNCATED, "The " + format + " ends too early", cause);
      }
    }
    return new BadImageException(
        Reason.CORRUPT, "The " + format + " cannot be decoded: " + describe(cause), cause);
  }

  private static String describe(Throwable cause) {
    @Nullable String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
