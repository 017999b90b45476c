/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.anchorage.core.corpus.Split;

/**
 * Labelled images to import, brought one at a time so that memory stays flat. Used by one thread,
 * read once, then closed.
 */
public interface Source extends Closeable {

  /** Returns what is read and where it lies, for people, e.g. {@code folders at file:/photos}. */
  String description();

  /** Returns how many images there seem to be, good and bad, or -1 where only reading tells. */
  long estimatedCount();

  /**
   * Returns the classes of which there seem to be images in a split, known before any is read.
   *
   * @throws IOException if what names them cannot be read
   */
  Set<String> classes(Split split) throws IOException;

  /** Returns what else, by key, the corpus owes to settings; none by default. */
  default Map<String, String> settings() {
    return Map.of();
  }

  /**
   * Brings every image to the sink, those of one split and class together.
   *
   * @throws IOException if the source as a whole fails; what is wrong with one image goes to {@link
   *     Sink#bad}
   */
  void read(Sink sink) throws IOException;

  /** Lets go of files that are held; a source that holds none need not say so. */
  @Override
  default void close() throws IOException {}

  /** Where a source brings its images to. */
  interface Sink {

    /** Takes an image; whether its bytes are good is not the source's concern. */
    void image(RawImage image) throws IOException;

    /** Takes note of an image that the source cannot bring. */
    void bad(Bad bad) throws IOException;

    /** Takes note of files that are no images, such as a system's own. */
    void ignored(long files);
  }
}
