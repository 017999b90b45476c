/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.log.IndexWriter;
import org.anchorage.driver.lease.LeaseException;
import org.anchorage.driver.serve.http.Refusal;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to an index, and says what cannot be written. All that serve the same index share one, so
 * that none keeps another from writing. Thread-safe.
 */
final class IndexWrites implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IndexWrites.class);

  private final Path location;
  private final Readers readers;
  private final KeptWriter writer;

  /** Creates it; nothing is opened. */
  IndexWrites(Path location, Configuration hadoop) {
    this.location = location;
    this.readers = new Readers(location);
    this.writer = new KeptWriter(location, hadoop, new Compactions(readers));
  }

  /** Returns those who hear of each compaction. */
  Readers readers() {
    return readers;
  }

  /**
   * Adds items.
   *
   * @param model of the network that made their vectors
   * @throws Refusal if they cannot be added
   */
  void add(String model, List<NewItem> items) {
    write(
        model,
        open -> {
          open.add(items);
          return items;
        });
  }

  /**
   * Deletes items.
   *
   * @param model of the index that is served
   * @return ids that are not there
   * @throws Refusal if they cannot be deleted
   */
  Set<String> delete(String model, Collection<String> ids) {
    return write(model, open -> open.delete(ids));
  }

  private <R> R write(String model, Function<IndexWriter, R> change) {
    try {
      return writer.write(
          open -> {
            requireModel(model, open);
            return change.apply(open);
          });
    } catch (LeaseException e) {
      LOG.info("A write was refused: {}", e.getMessage());
      // One that has lost its lease never writes again.
      writer.drop();
      throw new Refusal(
          409, "other_writer", "Another program writes to this index now; ask again later");
    } catch (IllegalArgumentException e) {
      String where = " at " + location;
      throw Refusal.of("bad_item", String.valueOf(e.getMessage()).replace(where, ""));
    } catch (ArtifactException e) {
      LOG.warn("A write failed: {}", e.getMessage());
      LOG.debug("A write failed", e);
      throw new Refusal(
          503, "not_written", "The index cannot be written to; the server's log says why");
    }
  }

  /** Another index may lie there by now, and the one that is served is not it. */
  private void requireModel(String model, IndexWriter open) {
    if (!open.info().model().equals(model)) {
      writer.drop();
      throw new Refusal(
          409,
          "other_index",
          "The index was made anew with another network; ask again when the server has opened it");
    }
  }

  /** Lets another program write; a compaction that runs ends first, and is not waited for. */
  @Override
  public void close() {
    writer.close();
  }
}
