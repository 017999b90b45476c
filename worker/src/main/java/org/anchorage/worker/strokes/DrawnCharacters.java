/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.strokes;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.anchorage.core.seed.Seed;

/**
 * A corpus without a file: class c is a made-up character, item i one writing of it. Each item is
 * drawn on its own, always the same. Images are grey, dark ink on white like scanned characters:
 * use {@code image.invert = true}.
 *
 * <p>Hard enough to show learning: among 100 classes of 20 items the nearest neighbour by pixels is
 * of the right class a little more than half the time. Draws tens of thousands of images a second.
 *
 * <p>Immutable and thread-safe.
 */
public final class DrawnCharacters {

  private final Seed seed;
  private final StrokeRenderer renderer;
  private final Jitter jitter;

  /**
   * Returns the characters of a seed.
   *
   * @param size pixels of a side, at least 8; 28 suits the small encoder
   * @throws IllegalArgumentException if the size is too small
   */
  public DrawnCharacters(Seed seed, int size) {
    this(seed, size, Jitter.HAND);
  }

  DrawnCharacters(Seed seed, int size, Jitter jitter) {
    if (size < 8) {
      throw new IllegalArgumentException(
          "Characters of " + size + " pixels cannot be told apart; draw at least 8");
    }
    this.seed = seed.derive("characters");
    this.renderer = new StrokeRenderer(size);
    this.jitter = jitter;
  }

  /**
   * Draws an item.
   *
   * @param classIndex any number from 0
   * @param item any number from 0
   * @return size x size unsigned bytes, row-major, 255 for white
   */
  public byte[] pixels(int classIndex, int item) {
    Seed own = seed.derive(classIndex);
    SplittableRandom random = own.derive("items").derive(item).generator();
    StrokeCharacter character = StrokeCharacter.invent(own.derive("character"));
    float[] ink = renderer.ink(jitter.write(character, random), jitter.pen(random));
    byte[] pixels = new byte[ink.length];
    for (int i = 0; i < ink.length; i++) {
      double grey = 255 * (1 - ink[i]) + jitter.noise() * Jitter.normal(random);
      pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(grey)));
    }
    return pixels;
  }

  /** Draws an item as an encoded PNG, 8 bits of grey. */
  public byte[] png(int classIndex, int item) {
    byte[] pixels = pixels(classIndex, item);
    int size = renderer.size();
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    System.arraycopy(pixels, 0, target, 0, pixels.length);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(image);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing a PNG into memory failed", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
