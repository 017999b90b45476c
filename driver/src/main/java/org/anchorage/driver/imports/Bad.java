/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.Locale;
import org.anchorage.worker.image.BadImageException;

/**
 * An image that is left out.
 *
 * @param id that the image would have had
 * @param reason to count by
 * @param detail the reason in words
 */
public record Bad(String id, Reason reason, String detail) implements Entry {

  /** Why an image is left out. Written in lower case. */
  public enum Reason {
    /** There are no bytes. */
    EMPTY,
    /** The bytes are in no supported format. */
    UNREADABLE,
    /** The bytes end before the image does. */
    TRUNCATED,
    /** The bytes are damaged. */
    CORRUPT,
    /** It has more pixels than {@code import.max-pixels}, or 256 MiB or more. */
    TOO_LARGE,
    /** It is listed but does not exist. */
    MISSING,
    /** It cannot be reached or read. */
    INACCESSIBLE,
    /** It has no class. */
    UNLABELLED,
    /** Its path leads out of the archive. */
    UNSAFE_PATH,
    /** Another image has its id. */
    DUPLICATE_ID,
    /** It names a split that does not exist. */
    UNKNOWN_SPLIT,
    /** Its name, its label or another text of it is not UTF-8. */
    NOT_UTF8;

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

  /** Tells that the bytes of an image are none. */
  public static Bad of(String id, BadImageException e) {
    return new Bad(id, Reason.of(e.reason()), String.valueOf(e.getMessage()));
  }

  /** Tells the same of an image that is known by another id. */
  public Bad withId(String other) {
    return new Bad(other, reason, detail);
  }

  @Override
  public String toString() {
    return id + " (" + reason.written() + ": " + detail + ")";
  }
}
