/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.IOException;
import java.util.Locale;
import java.util.function.LongFunction;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Failure;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.lease.LeaseException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;

/**
 * Appends batches to the log of an index that this process holds the lease of, and keeps what is
 * known of the index up to date. Not thread-safe.
 */
final class LogAppender {

  private final Path location;
  private final BatchFiles batches;
  private final Lease lease;
  private final KnownItems known;

  /** Whether batches or a generation may be there that are not yet known. */
  private boolean behind;

  LogAppender(Path location, Configuration hadoop, Lease lease, KnownItems known) {
    this.location = location;
    this.batches = new BatchFiles(new LogDirectory(location, hadoop));
    this.lease = lease;
    this.known = known;
  }

  /**
   * Appends a batch.
   *
   * @param action in words, for messages
   * @param batch makes the bytes of a batch of the number given
   * @throws ArtifactException if it cannot be written; the message says what has become of it
   * @throws LeaseException if another writer has taken the index over; nothing was written
   */
  void append(String action, LongFunction<byte[]> batch) {
    catchUp();
    long number = known.info().log() + 1;
    byte[] bytes = batch.apply(number);
    behind = true;
    try {
      batches.append(number, bytes, lease::require);
    } catch (IOException | FSError e) {
      String reason = Failure.reason(e);
      throw new ArtifactException(
          String.format(
              Locale.ROOT,
              "Cannot %s the index at %s: %s%s",
              action,
              location,
              reason,
              state(number, bytes)),
          e);
    }
    catchUp();
  }

  /** Says what has become of a batch whose writing failed. */
  private String state(long number, byte[] bytes) {
    try {
      return batches.holds(number, bytes)
          ? ". This batch is there, but may not survive a loss of power; write it again to be sure"
          : ". Nothing of this batch was written; all before it is there";
    } catch (IOException e) {
      return ". This batch is there as a whole or not at all; all before it is there";
    }
  }

  /**
   * Makes a generation the index.
   *
   * @throws IOException if it cannot be written
   * @throws LeaseException if another writer has taken the index over
   */
  void publish(Publication written) throws IOException {
    behind = true;
    written.run(lease::require);
    catchUp();
  }

  /** Takes up what is there. After a failure a batch may be there all the same. */
  void catchUp() {
    if (behind) {
      known.refresh();
      behind = false;
    }
  }
}
