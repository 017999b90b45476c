/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

/**
 * A command that failed in a driver on the cluster. Its message is in the application's
 * diagnostics, where the user looks first.
 */
final class FailedCommand extends RuntimeException {

  FailedCommand(int code, String complaint) {
    super("exit code " + code + ": " + complaint.strip());
  }
}
