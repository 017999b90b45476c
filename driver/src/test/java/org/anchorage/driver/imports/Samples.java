/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.corpus.LocalSpark;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Images, good and bad, and the shapes they come in. */
public final class Samples {

  private Samples() {}

  /** Returns a grey PNG of noise, another for each number. */
  public static byte[] png(int number) {
    return new GreyPng(12, 10).encode(pixels(number));
  }

  static byte[] pixels(int number) {
    byte[] pixels = new byte[120];
    new Seed(number).generator().nextBytes(pixels);
    return pixels;
  }

  /** Returns a PNG whose header, and nothing else, is of the size given. */
  static byte[] pngClaiming(int width, int height) {
    byte[] png = png(1);
    java.nio.ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    java.nio.ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    return png;
  }

  public static void put(Path root, String name, byte[] content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  static Path zip(Path file, Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return file;
  }

  /** Writes an IDX pair of 12 x 10 images, packed; image i is {@code pixels(i)}. */
  static void idx(Path directory, String part, int... labels) throws IOException {
    ByteArrayOutputStream images = new ByteArrayOutputStream();
    DataOutputStream imageData = new DataOutputStream(images);
    for (int number : new int[] {0x803, labels.length, 10, 12}) {
      imageData.writeInt(number);
    }
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    DataOutputStream nameData = new DataOutputStream(names);
    nameData.writeInt(0x801);
    nameData.writeInt(labels.length);
    for (int i = 0; i < labels.length; i++) {
      imageData.write(pixels(i));
      nameData.write(labels[i]);
    }
    gzip(directory.resolve(part + "-images-idx3-ubyte.gz"), images.toByteArray());
    gzip(directory.resolve(part + "-labels-idx1-ubyte.gz"), names.toByteArray());
  }

  static void gzip(Path file, byte[] content) throws IOException {
    try (GZIPOutputStream output = new GZIPOutputStream(Files.newOutputStream(file))) {
      output.write(content);
    }
  }

  /** An image that a source brings, with its bytes. */
  record Brought(
      String id, String className, Split split, byte[] encoded, Map<String, String> attributes) {}

  /** What a source brings, in the order of a corpus. */
  static final class Collected {

    final List<Brought> images = new ArrayList<>();
    final List<Bad> bad = new ArrayList<>();
    final long ignored;
    final Summary summary;

    private Collected(Listing listing, Configuration hadoop) {
      this.summary = listing.summary();
      this.ignored = summary.ignored();
      List<Listed> listed = new ArrayList<>();
      for (Ordered ordered : listing.entries().collect()) {
        if (ordered.entry() instanceof Listed image) {
          listed.add(image);
        } else if (ordered.entry() instanceof Bad one) {
          bad.add(one);
        }
      }
      listed.sort(Comparator.comparing(image -> SortKey.of(image, 0)));
      try (Containers containers = new Containers(hadoop)) {
        for (Listed image : listed) {
          try {
            byte[] encoded = image.place().read(containers);
            images.add(
                new Brought(
                    image.id(), image.className(), image.split(), encoded, image.attributes()));
          } catch (BadPlaceException e) {
            bad.add(e.bad(image.id()));
          }
        }
      }
    }

    static Collected from(Source source) throws IOException {
      SparkSession spark = LocalSpark.session();
      Path copies = Files.createTempDirectory(Path.of("target"), "copies").toAbsolutePath();
      try (Listing listing =
          new Listing(spark, source, new org.apache.hadoop.fs.Path("file:" + copies))) {
        return new Collected(listing, spark.sparkContext().hadoopConfiguration());
      }
    }

    List<String> ids() {
      return images.stream().map(Brought::id).toList();
    }
  }
}
