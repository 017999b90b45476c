/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.items;

import java.io.IOException;
import org.anchorage.driver.index.part.ValueCounts;
import org.anchorage.mining.lists.RowSet;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;

/** Counts the values of one field. */
final class FieldCount {

  /** Fewer rows than this part of all are looked up one by one. */
  private static final int FEW = 8;

  private FieldCount() {}

  static void of(LeafReader items, String field, RowSet rows, String name, ValueCounts into)
      throws IOException {
    SortedDocValues values = items.getSortedDocValues(field);
    if (values == null) {
      return;
    }
    long[] counts = new long[values.getValueCount()];
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
    for (int ord = 0; ord < counts.length; ord++) {
      if (counts[ord] > 0) {
        into.add(name, values.lookupOrd(ord).utf8ToString(), counts[ord]);
      }
    }
  }
}
