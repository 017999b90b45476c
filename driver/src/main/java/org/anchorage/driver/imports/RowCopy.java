/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.driver.corpus.HadoopSettings;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Copies the images of some rows into a file, and lists them. A row is: bytes, label, split, id,
 * file, attributes.
 *
 * @param settings Hadoop's, for executors
 * @param directory where the file goes
 * @param attributes names of the last columns
 */
record RowCopy(Broadcast<HadoopSettings> settings, String directory, List<String> attributes)
    implements FlatMapFunction<Iterator<Row>, Entry> {

  private static final int FIRST_ATTRIBUTE = 5;
  private static final int ID_DIGITS = 32;

  @Override
  public Iterator<Entry> call(Iterator<Row> rows) throws IOException {
    if (!rows.hasNext()) {
      return List.<Entry>of().iterator();
    }
    Path file = new Path(directory, "rows-" + UUID.randomUUID());
    OutputStream out = Containers.plain(file, settings.value().configuration()).create(file);
    return new EntryIterator() {
      private long written;

      @Override
      @Nullable Entry advance() throws IOException {
        if (!rows.hasNext()) {
          out.close();
          return null;
        }
        Row row = rows.next();
        byte[] encoded = row.isNullAt(0) ? new byte[0] : row.<byte[]>getAs(0);
        var digest = Sha256.digest();
        digest.update(encoded);
        String sum = Sha256.written(digest);
        RangePlace place = new RangePlace(file.toString(), written, encoded.length, sum);
        out.write(encoded);
        written += encoded.length;
        return entry(row, place, sum.substring(0, ID_DIGITS));
      }
    };
  }

  private Entry entry(Row row, RangePlace place, String numbered) {
    String label = text(row, 1);
    String split = text(row, 2);
    String id = text(row, 3).isEmpty() ? numbered : text(row, 3);
    if (label.isEmpty()) {
      return new Bad(id, Bad.Reason.UNLABELLED, "The row has no label");
    }
    Map<String, String> facts = new HashMap<>();
    for (int i = 0; i < attributes.size(); i++) {
      String value = text(row, FIRST_ATTRIBUTE + i);
      if (!value.isEmpty()) {
        facts.put(attributes.get(i), value);
      }
    }
    try {
      Split of = split.isEmpty() ? SplitWords.of(text(row, 4)) : SplitNames.of(split);
      return new Listed(id, label, of, place, facts);
    } catch (IllegalArgumentException e) {
      return new Bad(id, Bad.Reason.UNKNOWN_SPLIT, String.valueOf(e.getMessage()));
    }
  }

  private static String text(Row row, int column) {
    return row.isNullAt(column) ? "" : row.getString(column);
  }
}
