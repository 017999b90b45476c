/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Closeable;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Images that are files of their own and have no class, read one by one without Spark. Thread-safe,
 * except that {@link #close} must not run beside other calls.
 */
public final class ImageFiles implements Closeable {

  private final Containers containers;

  /** Reads from any Hadoop filesystem. */
  public ImageFiles(Configuration hadoop) {
    this.containers = new Containers(hadoop);
  }

  /** Returns whether a relative path looks like that of an image: by its ending, and not hidden. */
  public static boolean isImage(String path) {
    return ImagePath.of(path, ImagePath.Names.PLAIN).isImage();
  }

  /** Returns whether a folder of a name may hold images: it is not hidden, nor a system's own. */
  public static boolean isEntered(String folder) {
    return !ImagePath.isSystem(folder);
  }

  /**
   * Returns where an image lies that a list names.
   *
   * @param list the list's file
   * @param path absolute, a URI, or relative to the list
   */
  public static String resolved(Path list, String path) {
    return CsvLine.resolved(list, path);
  }

  /**
   * Reads an image.
   *
   * @param file its absolute path or URI
   * @param without takes the reason if it cannot be read; the result is then empty
   */
  public Optional<byte[]> read(String file, Consumer<Bad> without) {
    try {
      return Optional.of(new FilePlace(file, 0, 0).read(containers));
    } catch (BadPlaceException e) {
      without.accept(e.bad(file));
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    containers.close();
  }
}
