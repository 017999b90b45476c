/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

/** Makes the page of an import, for people to look at. Thread-safe. */
@FunctionalInterface
public interface ImportPage {

  /** The page's file in a corpus. */
  String FILE = "import.html";

  /** Returns the page as HTML. It depends on the facts alone. */
  String html(ImportFacts facts);
}
