/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.items;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Logger;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.part.ValueRun;
import org.anchorage.mining.lists.RowSet;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Reads items by row. The files are mapped, and little of them is kept in memory. Thread-safe,
 * except that {@link #close} must not run beside other calls.
 */
public final class ItemReader implements AutoCloseable {

  private final List<Logger> quiet = Fields.quiet();
  private final Path local;
  private final DirectoryReader reader;
  private final LeafReader items;
  private final SortedSet<String> names = new TreeSet<>();

  /**
   * Opens items.
   *
   * @param count rows that there must be, at least 1
   * @throws IOException if they cannot be read, or are not as many
   */
  public ItemReader(Path local, int count) throws IOException {
    this.local = local;
    reader = DirectoryReader.open(new MMapDirectory(local));
    if (reader.leaves().size() != 1 || reader.maxDoc() != count || reader.hasDeletions()) {
      reader.close();
      throw new IOException(
          "The items at "
              + local
              + " are "
              + reader.maxDoc()
              + " in "
              + reader.leaves().size()
              + " segments, and "
              + count
              + " in one segment were expected; restore the files or index again");
    }
    items = reader.leaves().get(0).reader();
    for (FieldInfo field : items.getFieldInfos()) {
      String name = sought(field.name);
      if (name.startsWith(Fields.ATTRIBUTE)) {
        names.add(name.substring(Fields.ATTRIBUTE.length()));
      }
    }
  }

  /** Returns the field that a value would be in if it were short. */
  private static String sought(String field) {
    return field.startsWith(Fields.LONG) ? field.substring(Fields.LONG.length()) : field;
  }

  /** Returns the names of attributes. */
  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(names);
  }

  /** Returns the item of a row. */
  public IndexedItem item(int row) {
    SortedMap<String, String> attributes = new TreeMap<>();
    String id = "";
    String className = "";
    String split = "";
    String text = null;
    try {
      for (IndexableField field : items.storedFields().document(row)) {
        String value = field.stringValue();
        String name = sought(field.name());
        switch (name) {
          case Fields.ID -> id = value;
          case Fields.CLASS -> className = value;
          case Fields.SPLIT -> split = value;
          case Fields.TEXT -> text = value;
          default -> attributes.put(name.substring(Fields.ATTRIBUTE.length()), value);
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return new IndexedItem(id, className, split, attributes, text);
  }

  /** Returns the id of a row's item. */
  public String id(int row) {
    try {
      return items.storedFields().document(row, Set.of(Fields.ID)).get(Fields.ID);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Returns the row of an id. */
  public OptionalInt row(String id) {
    try {
      PostingsEnum rows = rows(Fields.ID, id);
      return rows == null ? OptionalInt.empty() : OptionalInt.of(rows.nextDoc());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private @Nullable PostingsEnum rows(String field, String value) throws IOException {
    Terms terms = items.terms(field);
    if (terms == null) {
      return null;
    }
    TermsEnum values = terms.iterator();
    return values.seekExact(new BytesRef(value)) ? values.postings(null, PostingsEnum.NONE) : null;
  }

  /** Returns the rows whose items a filter admits. */
  public RowSet matching(ItemFilter where) {
    BitSet matching = new BitSet(items.maxDoc());
    matching.set(0, items.maxDoc());
    try {
      for (ItemFilter.Condition condition : where.conditions()) {
        BitSet with = with(condition);
        if (condition.excludes()) {
          matching.andNot(with);
        } else {
          matching.and(with);
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return RowSet.of(items.maxDoc(), matching);
  }

  private BitSet with(ItemFilter.Condition condition) throws IOException {
    BitSet with = new BitSet(items.maxDoc());
    for (String value : condition.values()) {
      PostingsEnum rows = rows(Fields.of(condition.name()), value);
      while (rows != null && rows.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        with.set(rows.docID());
      }
    }
    return with;
  }

  /** Counts the values that a name has in some rows. */
  public ValueRun count(String name, RowSet rows) {
    try {
      return FieldRun.of(items, Fields.of(name), rows);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException(
        "Cannot read the items at " + local + ": " + e.getMessage() + "; restore the files", e);
  }

  @Override
  public void close() {
    try {
      reader.close();
      reader.directory().close();
    } catch (IOException e) {
      throw unreadable(e);
    } finally {
      quiet.forEach(Logger::getName);
    }
  }
}
