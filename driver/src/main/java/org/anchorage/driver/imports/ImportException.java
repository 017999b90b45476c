/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.driver.csv.CsvException;

/** Images cannot become a corpus. The message says what is wrong with them, and what to do. */
public final class ImportException extends IllegalArgumentException {

  private final ArrayList<Bad> bad;

  ImportException(String message) {
    this(message, List.of());
  }

  ImportException(String message, List<Bad> bad) {
    super(message);
    this.bad = new ArrayList<>(bad);
  }

  ImportException(String message, Throwable cause) {
    super(message, cause);
    this.bad = new ArrayList<>();
  }

  /** A list cannot be read as it is meant, and so there is no import. */
  ImportException(CsvException list) {
    this(String.valueOf(list.getMessage()), list);
  }

  /** Returns the first bad images, if bad images stopped the import. */
  public List<Bad> bad() {
    return List.copyOf(bad);
  }
}
