/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Entries one at a time, so that a long listing takes no memory. */
abstract class EntryIterator implements Iterator<Entry> {

  private @Nullable Entry ready;
  private boolean ended;

  /** Returns the next entry, or null at the end. Called no more after the end. */
  abstract @Nullable Entry advance() throws IOException;

  @Override
  public final boolean hasNext() {
    if (ready == null && !ended) {
      try {
        ready = advance();
      } catch (IOException e) {
        throw new ImportException("Cannot finish listing the images: " + e.getMessage(), e);
      }
      ended = ready == null;
    }
    return ready != null;
  }

  @Override
  public final Entry next() {
    if (!hasNext() || ready == null) {
      throw new NoSuchElementException();
    }
    Entry entry = ready;
    ready = null;
    return entry;
  }
}
