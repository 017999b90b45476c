/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

/** An artifact that cannot be written, read or trusted: says what, where, and what to do. */
public final class ArtifactException extends RuntimeException {

  /** Describes the failure. */
  public ArtifactException(String message) {
    super(message);
  }

  /** Describes the failure and keeps what it came from. */
  public ArtifactException(String message, Throwable cause) {
    super(message, cause);
  }
}
