/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.util.List;

/**
 * What a small job found out about a cluster.
 *
 * @param executors that the master gave
 * @param slots tasks that run at once
 * @param answered the JVMs that ran a task of the job
 * @param seconds from the start of Spark to the answer
 */
public record ClusterReport(int executors, int slots, List<JvmReport> answered, double seconds) {

  public ClusterReport {
    answered = List.copyOf(answered);
  }
}
