/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ServiceRegistry;
import org.anchorage.worker.image.BadImageException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Decodes whole images at their own size, and refuses any that is not whole. JPEG, PNG, GIF (first
 * frame), BMP and WebP. Orientation tags are not applied, as in PyTorch's image folders.
 *
 * <p>JPEGs decode as Pillow decodes them, to the bit. WebP that is lossy does not: its reader
 * brings colours to full size otherwise. On noisy pictures that is 6 levels on average, and 1 to 2
 * after they are reduced.
 *
 * <p>Holds no state between images and is thread-safe.
 */
public final class ImageLoader {

  private static final Map<EncodedFormat, ImageReaderSpi> READERS = readers();

  private final long maxPixels;

  /**
   * Makes a loader.
   *
   * @param maxPixels an image whose header claims more is refused before anything is decoded
   */
  public ImageLoader(long maxPixels) {
    if (maxPixels < 1) {
      throw new IllegalArgumentException(
          "Cannot allow images of " + maxPixels + " pixels; allow at least 1");
    }
    this.maxPixels = maxPixels;
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
    ImageReader reader = reader(format);
    try (ByteArrayImageInputStream input = new ByteArrayImageInputStream(encoded)) {
      reader.setInput(input, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      refuseTooLarge(width, height);
      return (long) width * height;
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

  private BufferedImage load(byte[] encoded, EncodedFormat format) throws BadImageException {
    ImageReader reader = reader(format);
    try (ByteArrayImageInputStream input = new ByteArrayImageInputStream(encoded)) {
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(input, true, true);
      refuseTooLarge(reader.getWidth(0), reader.getHeight(0));
      Container.check(format, encoded);
      BufferedImage image = reader.read(0);
      refuseDamaged(format, warnings);
      return image;
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

  /** libjpeg only warns of missing data, and fills it with grey. */
  private static void refuseDamaged(EncodedFormat format, List<String> warnings)
      throws BadImageException {
    for (String warning : warnings) {
      String words = warning.toLowerCase(Locale.ROOT);
      if (words.contains("premature end") || words.contains("truncated")) {
        throw new BadImageException(
            Reason.TRUNCATED, "The " + format + " ends too early: " + warning);
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

  private static ImageReader reader(EncodedFormat format) {
    ImageReaderSpi provider = READERS.get(format);
    if (provider == null) {
      throw new IllegalStateException("This Java runtime has no reader for " + format);
    }
    try {
      return provider.createReaderInstance();
    } catch (IOException e) {
      throw new IllegalStateException("The reader for " + format + " cannot be made", e);
    }
  }

  /**
   * Names the readers instead of looking them up for each image. A look-up asks every plug-in in
   * turn. It finds only the plug-ins of the class loader that asked first, which on an executor is
   * not this program's.
   */
  private static Map<EncodedFormat, ImageReaderSpi> readers() {
    Map<EncodedFormat, ImageReaderSpi> readers = new EnumMap<>(EncodedFormat.class);
    readers.put(EncodedFormat.PNG, builtIn("png"));
    readers.put(EncodedFormat.GIF, builtIn("gif"));
    readers.put(EncodedFormat.BMP, builtIn("bmp"));
    readers.put(EncodedFormat.JPEG, jpeg());
    readers.put(EncodedFormat.WEBP, new WebPImageReaderSpi());
    return Map.copyOf(readers);
  }

  /** TwelveMonkeys' JPEG reader builds on the JDK's, and finds it in the same registry. */
  private static ImageReaderSpi jpeg() {
    List<Class<?>> categories = List.of(ImageReaderSpi.class);
    ServiceRegistry registry = new ServiceRegistry(categories.iterator());
    ImageReaderSpi jpeg = new JPEGImageReaderSpi();
    registry.registerServiceProvider(builtIn("jpeg"), ImageReaderSpi.class);
    registry.registerServiceProvider(jpeg, ImageReaderSpi.class);
    return jpeg;
  }

  private static ImageReaderSpi builtIn(String name) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(name);
    while (readers.hasNext()) {
      ImageReaderSpi provider = readers.next().getOriginatingProvider();
      if (provider.getClass().getName().startsWith("com.sun.imageio.")) {
        return provider;
      }
    }
    throw new IllegalStateException(
        "This Java runtime has no " + name + " reader; use one with the java.desktop module");
  }
}
