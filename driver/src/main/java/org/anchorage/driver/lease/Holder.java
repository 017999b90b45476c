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
 * The process that holds a lease.
 *
 * @param token unique to this lease
 * @param host that the process runs on
 * @param space namespace of process ids, for hosts with containers; empty if there is none
 * @param process its id
 * @param started start of the process in milliseconds since 1970, because ids are reused; 0 if the
 *     system does not say
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

  /** Returns whether the process ran on this host and has ended. */
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
