/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.nio.file.Path;
import java.util.List;
import org.anchorage.driver.index.NewItem;

final class SampleLog {
  private SampleLog() {}

  static org.apache.hadoop.fs.Path index(Path directory) {
    return new org.apache.hadoop.fs.Path(directory.toString());
  }

  static List<NewItem> items() {
    return List.of();
  }
}
