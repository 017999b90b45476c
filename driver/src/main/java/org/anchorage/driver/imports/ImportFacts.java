/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a page shows of an import. It is bounded, whatever the corpus; the parts are kept, and not
 * to be changed.
 *
 * @param source what was read, in words
 * @param items images imported
 * @param classes classes they belong to
 * @param splits the splits that have images
 * @param sizes the largest and the smallest classes, the largest first, at most {@value
 *     #MOST_CLASSES}
 * @param quantiles images of the smallest class, of those at each tenth, and of the largest: 11
 *     numbers
 * @param pictures of some classes, class by class
 * @param bad the first images that were left out
 * @param badByReason how many were left out, by written reason
 * @param ignored files that are not imported
 * @param duplicates images that have the bytes of one before them
 * @param conflicts how many of these are in another class
 * @param crossing how many of these are in another split
 * @param dropped how many of these were left out
 * @param repeats the first of these
 * @param notes what was found out about the source, and what is odd about it, in words
 */
public record ImportFacts(
    String source,
    long items,
    long classes,
    List<Part> splits,
    List<Part> sizes,
    List<Integer> quantiles,
    List<Picture> pictures,
    List<Bad> bad,
    Map<String, Long> badByReason,
    long ignored,
    long duplicates,
    long conflicts,
    long crossing,
    long dropped,
    List<Repeat> repeats,
    List<String> notes) {

  /** How many classes are listed by size. */
  public static final int MOST_CLASSES = 400;

  public ImportFacts {
    badByReason = new TreeMap<>(badByReason);
  }

  /**
   * Images of a split or a class.
   *
   * @param name of the split or class
   * @param images how many
   * @param classes how many classes they belong to
   */
  public record Part(String name, long images, long classes) {}

  /**
   * A small picture of an image.
   *
   * @param className of the image
   * @param split of the image, as written
   * @param jpeg the encoded picture; kept, and not to be changed
   */
  public record Picture(String className, String split, byte[] jpeg) {}

  /**
   * An image that has the bytes of another.
   *
   * @param first id of the first image with these bytes
   * @param firstClass its class
   * @param id of the image
   * @param className its class
   */
  public record Repeat(String first, String firstClass, String id, String className)
      implements Serializable {}
}
