/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.IOException;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.WhenExists;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

record Compaction(Path location, Configuration hadoop) {

  interface Commit {
    void run() throws IOException;
  }

  interface Committer {
    void commit(Commit commit) throws IOException;
  }

  boolean run(Committer committer) {
    throw new UnsupportedOperationException("" + committer);
  }

  Manifest write(LiveRows rows, Path target, WhenExists when) {
    throw new UnsupportedOperationException("" + rows + target + when);
  }
}
