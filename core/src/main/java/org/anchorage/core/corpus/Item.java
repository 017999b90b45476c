/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.corpus;

import java.io.Serializable;
import java.util.Map;

/**
 * One image of a corpus: what it is and where its encoded bytes lie.
 *
 * @param id unique in the corpus; usually the path it was imported from
 * @param className the class it belongs to
 * @param split the part of the corpus it belongs to
 * @param shard name of the shard file, relative to the corpus
 * @param offset position of the record in the shard, in bytes
 * @param width pixels of the encoded image
 * @param height pixels of the encoded image
 * @param sha256 of the encoded bytes, in lower-case hex
 * @param attributes further facts, such as a camera or a text; often empty
 */
public record Item(
    String id,
    String className,
    Split split,
    String shard,
    long offset,
    int width,
    int height,
    String sha256,
    Map<String, String> attributes)
    implements Serializable {

  public Item {
    attributes = Map.copyOf(attributes);
  }
}
