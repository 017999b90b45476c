/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.anchorage.core.corpus.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of IDX files, as of MNIST: one of grey images and one of labels, packed with gzip or not.
 * Images become PNG, which loses nothing. An image's id is its split and its number in the file.
 * Its class is its label, a number. A task lists a pair. It unpacks a packed file of images once.
 */
final class IdxSource implements Source {

  private static final int IMAGES_MAGIC = 0x00000803;
  private static final int LABELS_MAGIC = 0x00000801;
  private static final int HEADER = 16;

  private final String description;
  private final List<Pair> pairs;

  IdxSource(String description, List<Pair> pairs) {
    this.description = description;
    this.pairs = List.copyOf(pairs);
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public boolean distinctIds() {
    return true;
  }

  @Override
  public List<Part> parts(int wanted) {
    throw new UnsupportedOperationException("Packed files need a place to be unpacked to");
  }

  @Override
  public JavaRDD<Entry> entries(SparkSession spark, Path copies) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return ListTask.entries(
        context, pairs.stream().map(pair -> (Part) new Images(pair, copies.toString())).toList());
  }

  /**
   * A pair of files.
   *
   * @param images URI of the images
   * @param labels URI of the labels
   * @param split of the images
   */
  record Pair(String images, String labels, Split split) implements java.io.Serializable {}

  private record Images(Pair pair, String copies) implements Part {

    @Override
    public Iterator<Entry> list(Configuration hadoop) throws IOException {
      byte[] labels = labels(new Path(pair.labels), hadoop);
      Path images = new Path(pair.images);
      FileStatus status = images.getFileSystem(hadoop).getFileStatus(images);
      String version = status.getLen() + "@" + status.getModificationTime();
      Path plain = unpacked(images, hadoop);
      Shape shape = shape(plain, labels.length, hadoop);
      String file = plain.toString();
      return new EntryIterator() {
        private int index;

        @Override
        @Nullable Entry advance() {
          if (index == labels.length) {
            return null;
          }
          String id = String.format(Locale.ROOT, "%s/%06d", pair.split.written(), index);
          long offset = HEADER + (long) index * shape.width * shape.height;
          String className = String.valueOf(labels[index] & 0xff);
          index++;
          return new Listed(
              id,
              className,
              pair.split,
              new PixelPlace(file, offset, shape.width, shape.height, version),
              java.util.Map.of());
        }
      };
    }

    private Path unpacked(Path images, Configuration hadoop) throws IOException {
      if (!images.getName().endsWith(".gz")) {
        return images;
      }
      Path copy = new Path(copies, "pixels-" + java.util.UUID.randomUUID());
      try (InputStream in = content(images, hadoop);
          var out = Containers.plain(copy, hadoop).create(copy)) {
        in.transferTo(out);
      }
      return copy;
    }

    private Shape shape(Path plain, int labelled, Configuration hadoop) throws IOException {
      FileSystem files = Containers.plain(plain, hadoop);
      long length = files.getFileStatus(plain).getLen();
      ByteBuffer header;
      try (InputStream in = files.open(plain)) {
        header = ByteBuffer.wrap(in.readNBytes(HEADER));
      }
      if (header.limit() < HEADER || header.getInt(0) != IMAGES_MAGIC) {
        throw new ImportException(
            pair.images
                + " is no IDX file of images: it does not start with 00000803; check the path");
      }
      int count = header.getInt(4);
      int height = header.getInt(8);
      int width = header.getInt(12);
      if (count != labelled) {
        throw new ImportException(
            pair.images
                + " holds "
                + count
                + " images and "
                + pair.labels
                + " "
                + labelled
                + " labels; they must come from one data set");
      }
      long pixels = (long) width * height;
      if (width < 1 || height < 1 || pixels > Integer.MAX_VALUE / 2) {
        throw new ImportException(
            pair.images + " claims images of " + width + " x " + height + " pixels; it is damaged");
      }
      if (length != HEADER + count * pixels) {
        throw new ImportException(
            pair.images
                + " has "
                + length
                + " bytes (unpacked) where "
                + count
                + " images take "
                + (HEADER + count * pixels)
                + "; fetch it again");
      }
      return new Shape(width, height);
    }
  }

  private record Shape(int width, int height) {}

  private static InputStream content(Path path, Configuration hadoop) throws IOException {
    InputStream in = path.getFileSystem(hadoop).open(path);
    return path.getName().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private static byte[] labels(Path labels, Configuration hadoop) throws IOException {
    try (DataInputStream input = new DataInputStream(content(labels, hadoop))) {
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
}
