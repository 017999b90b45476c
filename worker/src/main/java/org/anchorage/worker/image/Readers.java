/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.pnm.PNMImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ServiceRegistry;

/**
 * The reader of each format. Readers are named and not looked up for each image. A look-up asks
 * every plug-in in turn. It finds only the plug-ins of the class loader that asked first, which on
 * an executor is not this program's. Stateless.
 */
final class Readers {

  private static final Map<EncodedFormat, ImageReaderSpi> READERS = readers();

  private Readers() {}

  /** Returns a new reader; the caller disposes of it. */
  static ImageReader of(EncodedFormat format) {
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

  private static Map<EncodedFormat, ImageReaderSpi> readers() {
    Map<EncodedFormat, ImageReaderSpi> readers = new EnumMap<>(EncodedFormat.class);
    readers.put(EncodedFormat.PNG, builtIn("png"));
    readers.put(EncodedFormat.GIF, builtIn("gif"));
    readers.put(EncodedFormat.BMP, builtIn("bmp"));
    readers.put(EncodedFormat.JPEG, jpeg());
    readers.put(EncodedFormat.WEBP, new WebPImageReaderSpi());
    // The JDK's reader of TIFF reads CMYK and palettes otherwise than Pillow.
    readers.put(EncodedFormat.TIFF, new TIFFImageReaderSpi());
    readers.put(EncodedFormat.PNM, new PNMImageReaderSpi());
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
