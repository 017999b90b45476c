/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who have an index open, and take up what was written to it. Thread-safe. */
final class Readers {

  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);

  private final Path location;
  private final List<Runnable> all = new CopyOnWriteArrayList<>();

  /** Has none yet. */
  Readers(Path location) {
    this.location = location;
  }

  /** Calls a reader whenever there is something new. */
  void add(Runnable reader) {
    all.add(reader);
  }

  /** Calls a reader no longer. */
  void remove(Runnable reader) {
    all.remove(reader);
  }

  /** Calls all. One that fails keeps no other from what is new. */
  void refresh() {
    for (Runnable reader : all) {
      try {
        reader.run();
      } catch (RuntimeException | Error e) {
        LOG.warn("{} was compacted, but is served as it was before", location, e);
      }
    }
  }
}
