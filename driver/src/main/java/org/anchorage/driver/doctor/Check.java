/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.util.List;

/**
 * Looks at one thing. What it looks through is given to it, so that tests give it something else.
 */
@FunctionalInterface
public interface Check {

  /** Returns what there is, a line each; a failure is a finding too. */
  List<Finding> findings();
}
