/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

/** How good a finding is. */
public enum State {
  /** As it should be. */
  OK,
  /** It works, but slower than it could, or with less. */
  WARNING,
  /** Something will fail. */
  PROBLEM
}
