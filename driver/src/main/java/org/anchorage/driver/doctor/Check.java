/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.util.List;

/**
 * Examines one subject. The constructor takes what the check reads, so that tests can replace it.
 */
@FunctionalInterface
public interface Check {

  /** Returns the findings, one per line of output. A failure is a finding too. */
  List<Finding> findings();
}
