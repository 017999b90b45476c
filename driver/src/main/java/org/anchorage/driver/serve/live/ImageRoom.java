/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.driver.serve.http.Refusal;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageLoader;

/**
 * Lets only so many pixels be decoded at once, as headers tell them. Many large photographs at once
 * would take more memory than there is. Thread-safe.
 */
public final class ImageRoom {

  /** Counted in pieces, because a semaphore counts to 2^31. */
  private static final long PIECE = 1024;

  private final long most;
  private final int pieces;
  private final ImageLoader headers;
  private final Semaphore room;

  /**
   * Makes room.
   *
   * @param most pixels of an image
   * @param together pixels of all images at once; at least one image of the most pixels is decoded
   */
  public ImageRoom(long most, long together) {
    this.most = most;
    this.pieces = (int) Math.min(Integer.MAX_VALUE, Math.max(most, together) / PIECE + 1);
    this.headers = new ImageLoader(most, ImageSettings.Orientation.AUTO);
    this.room = new Semaphore(pieces, true /* fair */);
  }

  /**
   * Decodes an image, when there is room for it.
   *
   * @param deadline on {@link System#nanoTime}
   * @throws Refusal if it is not an image, has too many pixels, or there is no room in time
   */
  public <R> R decode(byte[] encoded, long deadline, Supplier<R> decode) {
    int taken = (int) Math.min(pieces, pixels(encoded) / PIECE + 1);
    try {
      if (!room.tryAcquire(taken, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw Refusal.busy("Too many large images are being decoded; come back in a second");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.busy("The server is stopping; ask again later");
    }
    try {
      return decode.get();
    } finally {
      room.release(taken);
    }
  }

  private long pixels(byte[] encoded) {
    try {
      return headers.pixels(encoded);
    } catch (BadImageException e) {
      throw e.reason() == BadImageException.Reason.TOO_LARGE
          ? tooLarge("more than " + most)
          : refusal(e);
    }
  }

  /** Returns what is said of an image that cannot be read. Names nothing of this program. */
  static Refusal refusal(BadImageException e) {
    return switch (e.reason()) {
      case EMPTY -> bad("The image is empty: it has no bytes");
      case UNREADABLE -> bad("This is not an image; send a JPEG, PNG, GIF, BMP or WebP");
      case TRUNCATED -> bad("The image ends too early; send all of it");
      case CORRUPT -> bad("The image is damaged; send another file of it");
      case TOO_LARGE -> tooLarge("too many");
    };
  }

  private static Refusal tooLarge(String howMany) {
    return new Refusal(
        413, "too_many_pixels", "The image has " + howMany + " pixels; send a smaller one");
  }

  private static Refusal bad(String message) {
    return Refusal.of("bad_image", message);
  }
}
