/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;

/** A part of a source that one task lists: a folder, an archive, a list. Immutable. */
@FunctionalInterface
interface Part extends Serializable {

  /**
   * Lists the part, in an order that does not change.
   *
   * @throws IOException if it cannot be reached
   * @throws ImportException if it is not what it should be
   */
  Iterator<Entry> list(Configuration hadoop) throws IOException;
}
