/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.items;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.anchorage.driver.index.part.ValueRun;
import org.anchorage.mining.lists.RowSet;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;

/** The values of one field of some rows. 4 bytes a value of the field. */
final class FieldRun implements ValueRun {

  /** Fewer rows than this part of all are looked up one by one. */
  private static final int FEW = 8;

  private final SortedDocValues values;
  private final int[] counts;
  private int ord = -1;

  private FieldRun(SortedDocValues values, int[] counts) {
    this.values = values;
    this.counts = counts;
  }

  /** Counts the values; there are none of a field that no item has. */
  static ValueRun of(LeafReader items, String field, RowSet rows) throws IOException {
    SortedDocValues values = items.getSortedDocValues(field);
    if (values == null) {
      return ValueRun.of(java.util.Map.of());
    }
    int[] counts = new int[values.getValueCount()];
    if (rows.count() < rows.size() / FEW) {
      for (int row : rows.rows()) {
        if (values.advanceExact(row)) {
          counts[values.ordValue()]++;
        }
      }
    } else {
      while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        if (rows.contains(values.docID())) {
          counts[values.ordValue()]++;
        }
      }
    }
    return new FieldRun(values, counts);
  }

  @Override
  public boolean next() {
    do {
      ord++;
    } while (ord < counts.length && counts[ord] == 0);
    return ord < counts.length;
  }

  @Override
  public long count() {
    return counts[ord];
  }

  @Override
  public byte[] value() {
    try {
      BytesRef found = values.lookupOrd(ord);
      return Arrays.copyOfRange(found.bytes, found.offset, found.offset + found.length);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read a value: " + e.getMessage(), e);
    }
  }
}
