/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.anchorage.core.config.Settings;
import org.anchorage.driver.imports.Bad;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.network.SavedNetwork;
import org.anchorage.driver.thread.Awaited;
import org.anchorage.worker.image.Augmenter;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageDecoder;
import org.anchorage.worker.image.SmallPicture;
import org.anchorage.worker.step.Embedder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes items of images, by the index's own network: a thread a core reads and decodes, and the
 * calling thread embeds {@value #TOGETHER} images at a time. Not thread-safe; call it from one
 * thread, because engines may keep memory by thread.
 */
final class ImageBatch implements AutoCloseable {

  static final int TOGETHER = 64;

  private final Settings settings;
  private final Embedder embedder;
  private final ImageDecoder decoder;
  private final Augmenter augmenter;
  private final PictureMaker pictures;
  private final ExecutorService threads;

  /** Makes a small picture of an encoded image. */
  @FunctionalInterface
  interface PictureMaker {
    byte @Nullable [] picture(byte[] encoded) throws BadImageException;
  }

  /** An image that is to be read. */
  interface Unread {

    /** Returns the item that it will be. */
    IndexedItem item();

    /**
     * Reads the encoded image. Thread-safe.
     *
     * @param without takes the reason if it cannot be read; the result is then empty
     */
    Optional<byte[]> read(Consumer<Bad> without);
  }

  /** An image that was read. */
  private record Read(IndexedItem item, float[] values, byte @Nullable [] picture) {}

  ImageBatch(SavedNetwork network, PictureMaker pictures) {
    this.settings = network.settings().typed();
    this.embedder = network.embedder();
    var input = settings.encoder().input();
    this.decoder = new ImageDecoder(settings.image(), input, settings.imports().maxPixels());
    this.augmenter = new Augmenter(settings.image(), input, settings.augment());
    this.pictures = pictures;
    this.threads =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            work -> {
              Thread thread = new Thread(work, "anchorage-add");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Opens the network of an index.
   *
   * @param pictureSide pixels of a picture's longer side; 0 for no pictures
   */
  static ImageBatch of(Path index, Configuration hadoop, int pictureSide) {
    SavedNetwork network = SavedNetwork.read(index, hadoop);
    SmallPicture small =
        new SmallPicture(
            Math.max(1, pictureSide),
            network.settings().typed().imports().maxPixels(),
            network.settings().typed().image());
    return new ImageBatch(network, encoded -> pictureSide == 0 ? null : small.of(encoded));
  }

  /**
   * Embeds images, a few at a time.
   *
   * @param without takes each image that cannot be read, in the images' order
   */
  List<NewItem> items(List<? extends Unread> images, Consumer<Bad> without) {
    List<NewItem> items = new ArrayList<>();
    for (int first = 0; first < images.size(); first += TOGETHER) {
      embed(read(images.subList(first, Math.min(images.size(), first + TOGETHER)), without), items);
    }
    return items;
  }

  private List<Read> read(List<? extends Unread> images, Consumer<Bad> without) {
    List<Future<Object>> waiting = new ArrayList<>();
    for (Unread image : images) {
      waiting.add(threads.submit(() -> read(image)));
    }
    List<Read> read = new ArrayList<>();
    for (Future<Object> one : waiting) {
      Object result = result(one);
      if (result instanceof Read good) {
        read.add(good);
      } else if (result instanceof Bad bad) {
        without.accept(bad);
      }
    }
    return read;
  }

  /** Returns a {@link Read} or a {@link Bad}. */
  private Object read(Unread image) {
    List<Bad> bad = new ArrayList<>();
    byte @Nullable [] encoded = image.read(bad::add).orElse(null);
    if (encoded == null) {
      return bad.get(0);
    }
    float[] values = new float[settings.image().bytes()];
    try {
      augmenter.plain(decoder.decode(encoded), values, 0);
      return new Read(image.item(), values, pictures.picture(encoded));
    } catch (BadImageException e) {
      return Bad.of(image.item().id(), e);
    }
  }

  private static Object result(Future<Object> one) {
    return Awaited.result(
        one, "An image cannot be read", "Adding was interrupted before it was done");
  }

  private void embed(List<Read> images, List<NewItem> into) {
    if (images.isEmpty()) {
      return;
    }
    int length = settings.image().bytes();
    float[] values = new float[Math.multiplyExact(length, images.size())];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i).values(), 0, values, i * length, length);
    }
    float[] vectors = embedder.embed(values, images.size());
    int dim = settings.encoder().dim();
    for (int i = 0; i < images.size(); i++) {
      Read read = images.get(i);
      float[] vector = java.util.Arrays.copyOfRange(vectors, i * dim, (i + 1) * dim);
      into.add(new NewItem(read.item(), vector, read.picture()));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
