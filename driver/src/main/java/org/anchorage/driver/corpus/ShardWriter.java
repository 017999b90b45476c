/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.anchorage.core.corpus.Item;
import org.anchorage.driver.artifact.Sha256;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.WritableUtils;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * Writes one shard of a corpus in format 2: its images, the offsets of their records, and their
 * rows of the catalogue. Append images in the order of (split, class, id). The bytes of all three
 * files depend on the shard's number and its images alone, so a task that is tried again writes the
 * same files again. They have hidden names until {@link #finish}.
 *
 * <p>The images' file is a SequenceFile of version 6 as Hadoop writes it, without compression and
 * metadata. Hadoop draws the marker between records by chance; here it follows from the shard's
 * number. Memory: the catalogue's rows until the end, some 300 bytes an image. Not thread-safe.
 */
public final class ShardWriter implements Closeable {

  private static final byte[] MAGIC = {'S', 'E', 'Q', 6};
  private static final int MARKER_BYTES = 16;
  private static final int ESCAPE = -1;

  private final int number;
  private final SummedFile images;
  private final SummedFile offsets;
  private final SummedFile catalogue;
  private final DataOutputStream records;
  private final DataOutputStream index;
  private final ByteArrayOutputStream table = new ByteArrayOutputStream();
  private final ParquetWriter<Item> rows;
  private final byte[] marker;
  private final List<ClassRun> runs = new ArrayList<>();
  private final ClassSums sums = new ClassSums();
  private final Text key = new Text();
  private long lastMarker;
  private long bytes;
  private boolean finished;

  /**
   * Begins a shard.
   *
   * @param corpus directory to write into: the temporary one of an artifact
   * @param number of the shard, from 0
   * @throws IOException if the files cannot be made
   */
  public ShardWriter(Path corpus, int number, Configuration hadoop) throws IOException {
    this.number = number;
    this.marker = marker(number);
    this.images = new SummedFile(new Path(corpus, Layout.shard(number)), hadoop);
    this.offsets = new SummedFile(new Path(corpus, Layout.offsets(number)), hadoop);
    this.catalogue = new SummedFile(new Path(corpus, Layout.rows(number)), hadoop);
    this.records = new DataOutputStream(images);
    this.index = new DataOutputStream(offsets);
    this.rows = CatalogueRows.writer(new StreamFile(table), hadoop);
    records.write(MAGIC);
    Text.writeString(records, Text.class.getName());
    Text.writeString(records, BytesWritable.class.getName());
    records.writeBoolean(false); // compressed by record
    records.writeBoolean(false); // compressed by block
    records.writeInt(0); // entries of metadata
    records.write(marker);
  }

  private static byte[] marker(int number) {
    byte[] digest =
        Sha256.digest().digest(("anchorage shard " + number).getBytes(StandardCharsets.UTF_8));
    return Arrays.copyOf(digest, MARKER_BYTES);
  }

  /**
   * Appends one image.
   *
   * @param item its row of the catalogue; shard and offset are filled in here
   * @param encoded its bytes
   */
  public void append(Item item, byte[] encoded) throws IOException {
    long offset = images.position();
    index.writeLong(offset);
    if (offset >= lastMarker + SequenceFile.SYNC_INTERVAL) {
      records.writeInt(ESCAPE);
      records.write(marker);
      lastMarker = images.position();
    }
    key.set(item.id());
    int keyBytes = WritableUtils.getVIntSize(key.getLength()) + key.getLength();
    records.writeInt(keyBytes + Integer.BYTES + encoded.length);
    records.writeInt(keyBytes);
    key.write(records);
    records.writeInt(encoded.length);
    records.write(encoded);
    rows.write(placed(item, offset));
    sums.add(item);
    bytes += encoded.length;
    count(item);
  }

  private Item placed(Item item, long offset) {
    return new Item(
        item.id(),
        item.className(),
        item.split(),
        Layout.shard(number),
        offset,
        item.width(),
        item.height(),
        item.sha256(),
        item.attributes());
  }

  private void count(Item item) {
    int last = runs.size() - 1;
    if (last >= 0
        && runs.get(last).split() == item.split()
        && runs.get(last).className().equals(item.className())) {
      int items = runs.get(last).items() + 1;
      runs.set(last, new ClassRun(number, item.split(), item.className(), items));
    } else {
      runs.add(new ClassRun(number, item.split(), item.className(), 1));
    }
  }

  /** Completes the files, gives them their names, and returns what they hold. */
  public WrittenShard finish() throws IOException {
    rows.close();
    try (catalogue) {
      catalogue.write(ParquetFooter.sorted(table.toByteArray()));
    }
    records.close();
    index.close();
    Map<String, String> checksums = new TreeMap<>();
    checksums.put(Layout.rows(number), catalogue.commit());
    checksums.put(Layout.offsets(number), offsets.commit());
    checksums.put(Layout.shard(number), images.commit());
    finished = true;
    return new WrittenShard(number, runs, sums, bytes, checksums);
  }

  /** Deletes the files, unless they are finished. */
  @Override
  public void close() throws IOException {
    if (!finished) {
      for (SummedFile file : List.of(images, offsets, catalogue)) {
        try (file) {
          file.flush();
        } finally {
          file.discard();
        }
      }
    }
  }
}
