/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.batch;

import java.io.IOException;
import org.anchorage.driver.index.Found;

/** Takes what queries have found, in the order of the queries. */
public interface BatchResults {

  /** Takes what a query found. */
  void found(BatchQuery query, Found found) throws IOException;

  /** Takes a query that was not answered. */
  void bad(BadQuery query) throws IOException;
}
