/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.lease;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/**
 * Who holds a lease.
 *
 * @param token tells this lease from any other
 * @param host the process runs on
 * @param space of process numbers, where the host has several, as with containers; else empty
 * @param process its number
 * @param started when the process did, in milliseconds since 1970, for numbers come again; 0 where
 *     the system does not tell
 * @param since when the lease was taken, ISO 8601
 */
record Holder(String token, String host, String space, long process, long started, String since) {

  /** Returns this process as a holder. */
  static Holder here(Instant now) {
    ProcessHandle self = ProcessHandle.current();
    return new Holder(
        UUID.randomUUID().toString(),
        hostName(),
        processSpace(),
        self.pid(),
        started(self),
        now.toString());
  }

  /** Returns whether the process ran on this host, and runs no more. */
  boolean isDeadHere() {
    return host.equals(hostName())
        && space.equals(processSpace())
        && ProcessHandle.of(process)
            .filter(ProcessHandle::isAlive)
            .filter(found -> started == 0 || started(found) == started)
            .isEmpty();
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static String processSpace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
