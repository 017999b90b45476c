/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

/** Bytes that cannot be turned into pixels. Names the reason, so an import can count by reason. */
public final class BadImageException extends Exception {

  /** Why an image cannot be used. */
  public enum Reason {
    /** There are no bytes. */
    EMPTY,
    /** The bytes are not of a supported format. */
    UNREADABLE,
    /** The bytes end before the image does. */
    TRUNCATED,
    /** The format is known and its content is damaged. */
    CORRUPT,
    /** The header claims more pixels than are allowed; nothing was decoded. */
    TOO_LARGE
  }

  private final Reason reason;

  BadImageException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  BadImageException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Returns why the image cannot be used. */
  public Reason reason() {
    return reason;
  }
}
