/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Sha256;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Writes the shards and the catalogue of a corpus in format {@value #FORMAT} into a directory.
 * Images go into the shards in the order of the calls; append the images of a class one after
 * another, so that a class can be read in one stretch. The catalogue's rows are held until the end:
 * some 300 bytes an image. Not thread-safe.
 */
public final class CorpusWriter implements Closeable {

  /** Version of the layout that it writes. */
  public static final int FORMAT = 1;

  private final SparkSession spark;
  private final Configuration hadoop;
  private final Path directory;
  private final long shardBytes;
  private final List<Item> items = new ArrayList<>();
  private final Text key = new Text();
  private SequenceFile.@Nullable Writer shard;
  private int shards;

  /**
   * Creates a writer.
   *
   * @param directory to write into: the temporary one of an artifact
   * @param shardBytes after which a shard is closed
   */
  public CorpusWriter(SparkSession spark, Path directory, long shardBytes) {
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.directory = directory;
    this.shardBytes = shardBytes;
  }

  /**
   * Appends one image.
   *
   * @param item its row of the catalogue; shard and offset are filled in here
   * @param encoded its bytes
   */
  public void append(Item item, byte[] encoded) throws IOException {
    SequenceFile.Writer writer = shard == null ? nextShard() : shard;
    long offset = writer.getLength();
    key.set(item.id());
    writer.append(key, new BytesWritable(encoded));
    items.add(
        new Item(
            item.id(),
            item.className(),
            item.split(),
            Layout.shard(shards - 1),
            offset,
            item.width(),
            item.height(),
            item.sha256(),
            item.attributes()));
    if (writer.getLength() >= shardBytes) {
      close();
    }
  }

  private SequenceFile.Writer nextShard() throws IOException {
    SequenceFile.Writer writer =
        SequenceFile.createWriter(
            hadoop,
            SequenceFile.Writer.file(new Path(directory, Layout.shard(shards++))),
            SequenceFile.Writer.keyClass(Text.class),
            SequenceFile.Writer.valueClass(BytesWritable.class),
            SequenceFile.Writer.compression(SequenceFile.CompressionType.NONE));
    shard = writer;
    return writer;
  }

  /**
   * Closes the last shard, writes the catalogue, and returns what the corpus holds: counts {@code
   * items}, {@code classes}, {@code shards} and {@code items_SPLIT}, and a fingerprint. It covers
   * the items alone, so that the same images in other shards have the same fingerprint.
   */
  public Contents finish() throws IOException {
    close();
    new CatalogueTable(spark).write(items, new Path(directory, Layout.CATALOGUE));
    Set<String> classes = new HashSet<>();
    Map<String, Long> counts = new HashMap<>();
    for (Split split : Split.values()) {
      counts.put("items_" + split.written(), 0L);
    }
    for (Item item : items) {
      classes.add(item.className());
      counts.merge("items_" + item.split().written(), 1L, Long::sum);
    }
    counts.put("items", (long) items.size());
    counts.put("classes", (long) classes.size());
    counts.put("shards", (long) shards);
    return new Contents(fingerprint(), counts);
  }

  private String fingerprint() {
    List<Item> sorted = new ArrayList<>(items);
    sorted.sort(Comparator.comparing(Item::id));
    MessageDigest digest = Sha256.digest();
    for (Item item : sorted) {
      String line =
          String.join(
              "\0", item.id(), item.sha256(), item.className(), item.split().written(), "\n");
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.written(digest);
  }

  /** Closes the shard that is being written, if any. */
  @Override
  public void close() throws IOException {
    SequenceFile.@Nullable Writer open = shard;
    shard = null;
    if (open != null) {
      open.close();
    }
  }
}
