/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.items;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Logger;
import org.anchorage.driver.index.IndexedItem;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * Writes items in the order of their rows. Takes about 64 MB while it writes. Not thread-safe.
 *
 * <p>Values of class, split and attributes can be filtered by and counted, unless they are longer
 * than {@value Fields#LONGEST} characters. The text is kept alone.
 */
public final class ItemWriter implements AutoCloseable {

  private static final double MEMORY_MB = 32;

  private final List<Logger> quiet = Fields.quiet();
  private final FSDirectory directory;
  private final IndexWriter writer;

  /**
   * Begins to write.
   *
   * @param local directory; made if it is not there
   * @throws IOException if it cannot be written
   */
  public ItemWriter(Path local) throws IOException {
    directory = FSDirectory.open(local);
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
            .setRAMBufferSizeMB(MEMORY_MB)
            // Merges neighbours alone, and so keeps the order of documents.
            .setMergePolicy(new LogDocMergePolicy())
            .setMergeScheduler(new SerialMergeScheduler());
    writer = new IndexWriter(directory, config);
  }

  /**
   * Adds the item of the next row.
   *
   * @throws IOException if it cannot be written
   */
  public void add(IndexedItem item) throws IOException {
    Document document = new Document();
    document.add(new StringField(Fields.ID, item.id(), Field.Store.YES));
    value(document, Fields.CLASS, item.className());
    value(document, Fields.SPLIT, item.split());
    item.attributes().forEach((name, value) -> value(document, Fields.ATTRIBUTE + name, value));
    if (item.text() != null) {
      document.add(new StoredField(Fields.TEXT, item.text()));
    }
    writer.addDocument(document);
  }

  private static void value(Document document, String field, String value) {
    if (value.length() <= Fields.LONGEST) {
      document.add(new StringField(field, value, Field.Store.YES));
      document.add(new SortedDocValuesField(field, new BytesRef(value)));
    } else {
      document.add(new StoredField(Fields.LONG + field, value));
    }
  }

  /**
   * Makes one segment of all and ends.
   *
   * @throws IOException if it cannot be written
   */
  public void finish() throws IOException {
    writer.forceMerge(1);
    writer.commit();
  }

  @Override
  public void close() throws IOException {
    try (directory) {
      writer.close();
    } finally {
      quiet.forEach(Logger::getName);
    }
  }
}
