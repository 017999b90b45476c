/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.Locale;
import org.anchorage.worker.image.BadImageException;

/**
 * An image that is left out.
 *
 * @param id what it would have been called
 * @param reason why, to count by
 * @param detail why, for people
 */
public record Bad(String id, Reason reason, String detail) {

  /** Why an image is left out. Written in lower case. */
  public enum Reason {
    /** There are no bytes. */
    EMPTY,
    /** The bytes are of no format that is read here. */
    UNREADABLE,
    /** The bytes end before the image does. */
    TRUNCATED,
    /** The bytes are damaged. */
    CORRUPT,
    /** It has more pixels than {@code import.max-pixels}, or no end of bytes. */
    TOO_LARGE,
    /** It is listed and not there. */
    MISSING,
    /** It is there and cannot be read. */
    INACCESSIBLE,
    /** Nothing says which class it belongs to. */
    UNLABELLED,
    /** Its path leads out of the archive. */
    UNSAFE_PATH,
    /** Another image has its id. */
    DUPLICATE_ID,
    /** It names a split that does not exist. */
    UNKNOWN_SPLIT;

    /** Returns the name as written in files. */
    public String written() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Reason of(BadImageException.Reason reason) {
      return switch (reason) {
        case EMPTY -> EMPTY;
        case UNREADABLE -> UNREADABLE;
        case TRUNCATED -> TRUNCATED;
        case CORRUPT -> CORRUPT;
        case TOO_LARGE -> TOO_LARGE;
      };
    }
  }

  @Override
  public String toString() {
    return id + " (" + reason.written() + ": " + detail + ")";
  }
}
