/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.List;
import org.anchorage.driver.index.QueryVector;

/**
 * What is searched by.
 *
 * @param query of the index
 * @param notes what was done to it, in sentences
 */
record AskedQuery(QueryVector query, List<String> notes) {

  AskedQuery {
    notes = List.copyOf(notes);
  }
}
