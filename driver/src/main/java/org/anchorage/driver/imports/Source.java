/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.anchorage.core.corpus.Split;

/**
 * Labelled images to import. A source brings them one at a time, so that memory stays flat. It is
 * used by one thread, read once, then closed.
 */
public interface Source extends Closeable {

  /** Returns what is read and where it lies, in words: {@code folders at file:/photos}. */
  String description();

  /** Returns how many images there seem to be, good and bad; -1 if only reading tells. */
  long estimatedCount();

  /**
   * Returns the classes that seem to have images in a split. Called before images are read.
   *
   * @throws IOException if the classes cannot be listed
   */
  Set<String> classes(Split split) throws IOException;

  /** Returns settings that shaped the source, by key, for the manifest; none by default. */
  default Map<String, String> settings() {
    return Map.of();
  }

  /**
   * Brings every image to the sink, those of one split and class together. A fault of one image
   * goes to {@link Sink#bad}.
   *
   * @throws IOException if the source as a whole fails
   */
  void read(Sink sink) throws IOException;

  /** Closes the files that the source holds open; does nothing by default. */
  @Override
  default void close() throws IOException {}

  /** Takes a source's images. */
  interface Sink {

    /** Takes an image. The source need not check its bytes. */
    void image(RawImage image) throws IOException;

    /** Notes an image that the source cannot bring. */
    void bad(Bad bad) throws IOException;

    /** Counts files that are not imported, such as a system's own. */
    void ignored(long files);
  }
}
