/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

/** An artifact cannot be written, read or trusted. The message says where, and what to do. */
public final class ArtifactException extends RuntimeException {

  /** Describes the failure. */
  public ArtifactException(String message) {
    super(message);
  }

  /** Describes the failure and keeps its cause. */
  public ArtifactException(String message, Throwable cause) {
    super(message, cause);
  }
}
