/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.util.Collection;
import java.util.List;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.serve.http.Refusal;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Writes to an index. */
final class IndexWrites implements AutoCloseable {

  IndexWrites(Path location, Configuration hadoop, Runnable compacted) {}

  void add(List<NewItem> items) {
    throw new Refusal(501, "not_written", "This build does not add items");
  }

  void delete(Collection<String> ids) {
    throw new Refusal(501, "not_written", "This build does not delete items");
  }

  @Override
  public void close() {}
}
