/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.batch;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.anchorage.driver.imports.Bad;

/**
 * One of many queries.
 *
 * @param name by which its results are known
 * @param by what is searched by
 * @param further facts of the query, by column; they are repeated beside its results
 */
public record BatchQuery(String name, By by, Map<String, String> further) {

  /** What is searched by. */
  public sealed interface By permits Image, Item, Vector, Nothing {}

  /**
   * An image.
   *
   * @param bytes reads the image as in its file; thread-safe
   */
  public record Image(Encoded bytes) implements By {}

  /** Reads an encoded image. */
  @FunctionalInterface
  public interface Encoded {

    /**
     * Returns its bytes.
     *
     * @param without takes the reason if it cannot be read; the result is then empty
     */
    Optional<byte[]> read(Consumer<Bad> without);
  }

  /**
   * An item of the index, which is no result itself.
   *
   * @param id of the item
   */
  public record Item(String id) implements By {}

  /**
   * A vector.
   *
   * @param values kept, not copied
   */
  public record Vector(float[] values) implements By {}

  /** The query says nothing to search by. */
  public record Nothing() implements By {}
}
