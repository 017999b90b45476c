/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.anchorage.core.corpus.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A pair of IDX files, as of MNIST: one of grey images and one of labels, packed with gzip or not.
 * Images become PNG, which loses nothing. An image's id is its split and its number in the file.
 * Its class is its label, a number.
 */
final class IdxSource implements Source {

  private static final int IMAGES_MAGIC = 0x00000803;
  private static final int LABELS_MAGIC = 0x00000801;
  private static final int HEADER = 16;

  private final Path images;
  private final Path labels;
  private final Split split;
  private final Configuration hadoop;

  IdxSource(Path images, Path labels, Split split, Configuration hadoop) {
    this.images = images;
    this.labels = labels;
    this.split = split;
    this.hadoop = hadoop;
  }

  @Override
  public String description() {
    return "IDX images " + images + " with labels " + labels;
  }

  @Override
  public long estimatedCount() {
    return -1;
  }

  @Override
  public Set<String> classes(Split wanted) throws IOException {
    Set<String> names = new TreeSet<>();
    for (byte label : wanted == split ? labels() : new byte[0]) {
      names.add(className(label));
    }
    return names;
  }

  @Override
  public void read(Sink sink) throws IOException {
    byte[] classes = labels();
    try (LocalCopy copy = LocalCopy.of(images, hadoop);
        RandomAccessFile file = new RandomAccessFile(copy.file().toFile(), "r")) {
      Shape shape = shape(file, classes.length);
      GreyPng png = new GreyPng(shape.width, shape.height);
      byte[] pixels = new byte[shape.width * shape.height];
      for (int index : groupedByLabel(classes)) {
        file.seek(HEADER + (long) index * pixels.length);
        file.readFully(pixels);
        String id = String.format(Locale.ROOT, "%s/%06d", split.written(), index);
        sink.image(new RawImage(id, className(classes[index]), split, png.encode(pixels)));
      }
    }
  }

  private record Shape(int width, int height) {}

  private Shape shape(RandomAccessFile file, int labelled) throws IOException {
    if (file.length() < HEADER || file.readInt() != IMAGES_MAGIC) {
      throw new ImportException(
          images + " is no IDX file of images: it does not start with 00000803; check the path");
    }
    int count = file.readInt();
    int height = file.readInt();
    int width = file.readInt();
    if (count != labelled) {
      throw new ImportException(
          images
              + " holds "
              + count
              + " images and "
              + labels
              + " "
              + labelled
              + " labels; they must come from one data set");
    }
    long pixels = (long) width * height;
    if (width < 1 || height < 1 || pixels > Integer.MAX_VALUE / 2) {
      throw new ImportException(
          images + " claims images of " + width + " x " + height + " pixels; it is damaged");
    }
    if (file.length() != HEADER + count * pixels) {
      throw new ImportException(
          images
              + " has "
              + file.length()
              + " bytes (unpacked) where "
              + count
              + " images take "
              + (HEADER + count * pixels)
              + "; fetch it again");
    }
    return new Shape(width, height);
  }

  private byte[] labels() throws IOException {
    try (LocalCopy copy = LocalCopy.of(labels, hadoop);
        DataInputStream input = new DataInputStream(Files.newInputStream(copy.file()))) {
      if (input.readInt() != LABELS_MAGIC) {
        throw new ImportException(
            labels + " is no IDX file of labels: it does not start with 00000801; check the path");
      }
      int count = input.readInt();
      byte[] content = input.readNBytes(count);
      if (content.length != count) {
        throw new EOFException(content.length + " of " + count + " labels are there");
      }
      return content;
    } catch (EOFException e) {
      throw new ImportException(labels + " ends too early; fetch it again", e);
    }
  }

  private static String className(byte label) {
    return String.valueOf(label & 0xff);
  }

  private static int[] groupedByLabel(byte[] classes) {
    return IntStream.range(0, classes.length)
        .boxed()
        .sorted(Comparator.comparingInt(i -> classes[i] & 0xff))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
