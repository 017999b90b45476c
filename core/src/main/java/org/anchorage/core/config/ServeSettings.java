/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * What the server of an index grants to those who ask. Immutable.
 *
 * @param maxK most results of a search, offset included, at least 1; default 1000
 * @param searches most searches of a batch, and items of an addition, at least 1; default 256
 * @param uploadBytes most bytes of a request's body, at least 1024; default 20 MiB
 * @param pixels most pixels of an image, told by its header before it is decoded, at least 1;
 *     default 50,000,000
 * @param requests requests that are worked on at once, at least 1; default 64. One more is refused
 *     with 503
 * @param connections open connections, at least 1; default 1024. Others wait to be accepted
 * @param seconds that a sender may take for the head of a request and for its body, the server to
 *     answer it, and the asker to take the answer, at least 1; default 30
 * @param batchMs most milliseconds that an image waits for others to be embedded with it, 0 to
 *     1000; default 2
 * @param batchImages most images that are embedded together, at least 1; default 32
 * @param embedders batches that are embedded at once, at least 0; default 0, half of the cores
 * @param pollSeconds seconds between two looks for a newer index, at least 1; default 5
 * @param stopSeconds that requests in flight may take when the server stops, at least 0; default 30
 */
public record ServeSettings(
    int maxK,
    int searches,
    int uploadBytes,
    long pixels,
    int requests,
    int connections,
    int seconds,
    int batchMs,
    int batchImages,
    int embedders,
    int pollSeconds,
    int stopSeconds)
    implements Serializable {

  public static final Key MAX_K = Key.mayChange("serve.max-k");
  public static final Key SEARCHES = Key.mayChange("serve.searches");
  public static final Key UPLOAD_BYTES = Key.mayChange("serve.upload-bytes");
  public static final Key PIXELS = Key.mayChange("serve.pixels");
  public static final Key REQUESTS = Key.mayChange("serve.requests");
  public static final Key CONNECTIONS = Key.mayChange("serve.connections");
  public static final Key SECONDS = Key.mayChange("serve.seconds");
  public static final Key BATCH_MS = Key.mayChange("serve.batch-ms");
  public static final Key BATCH_IMAGES = Key.mayChange("serve.batch-images");
  public static final Key EMBEDDERS = Key.mayChange("serve.embedders");
  public static final Key POLL_SECONDS = Key.mayChange("serve.poll-seconds");
  public static final Key STOP_SECONDS = Key.mayChange("serve.stop-seconds");

  /** Every key of this section. */
  static final List<Key> KEYS =
      List.of(
          MAX_K,
          SEARCHES,
          UPLOAD_BYTES,
          PIXELS,
          REQUESTS,
          CONNECTIONS,
          SECONDS,
          BATCH_MS,
          BATCH_IMAGES,
          EMBEDDERS,
          POLL_SECONDS,
          STOP_SECONDS);

  public ServeSettings {
    Bounds.atLeast(MAX_K, maxK, 1);
    Bounds.atLeast(SEARCHES, searches, 1);
    Bounds.atLeast(UPLOAD_BYTES, uploadBytes, 1024);
    Bounds.atLeast(PIXELS, pixels, 1);
    Bounds.atLeast(REQUESTS, requests, 1);
    Bounds.atLeast(CONNECTIONS, connections, 1);
    Bounds.atLeast(SECONDS, seconds, 1);
    Bounds.within(BATCH_MS, batchMs, 0, 1000);
    Bounds.atLeast(BATCH_IMAGES, batchImages, 1);
    Bounds.atLeast(EMBEDDERS, embedders, 0);
    Bounds.atLeast(POLL_SECONDS, pollSeconds, 1);
    Bounds.atLeast(STOP_SECONDS, stopSeconds, 0);
  }

  /** Returns how many batches are embedded at once on a machine of so many cores. */
  public int embedders(int cores) {
    return embedders > 0 ? embedders : Math.max(1, cores / 2);
  }

  static ServeSettings read(TypedValues value) {
    return new ServeSettings(
        value.whole(MAX_K),
        value.whole(SEARCHES),
        value.whole(UPLOAD_BYTES),
        value.wholeLong(PIXELS),
        value.whole(REQUESTS),
        value.whole(CONNECTIONS),
        value.whole(SECONDS),
        value.whole(BATCH_MS),
        value.whole(BATCH_IMAGES),
        value.whole(EMBEDDERS),
        value.whole(POLL_SECONDS),
        value.whole(STOP_SECONDS));
  }
}
