/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.Map;
import org.anchorage.core.corpus.Split;

/**
 * An image as a source brings it, unchecked.
 *
 * @param id unique in the corpus; usually a path
 * @param className the class it belongs to
 * @param split the part of the corpus it belongs to
 * @param encoded JPEG, PNG, GIF, BMP or WebP; kept, not copied
 * @param attributes further facts, such as a camera or a text; often empty
 */
public record RawImage(
    String id, String className, Split split, byte[] encoded, Map<String, String> attributes) {

  public RawImage {
    attributes = Map.copyOf(attributes);
  }

  /** Creates an image without attributes. */
  public RawImage(String id, String className, Split split, byte[] encoded) {
    this(id, className, split, encoded, Map.of());
  }

  /** Returns the same image in another split. */
  RawImage in(Split other) {
    return new RawImage(id, className, other, encoded, attributes);
  }
}
