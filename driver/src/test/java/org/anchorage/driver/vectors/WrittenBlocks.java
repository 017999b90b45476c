/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.vectors;

import java.nio.file.Path;
import org.anchorage.core.vectors.Element;
import org.anchorage.core.vectors.Vectors;
import org.apache.hadoop.conf.Configuration;

/** Vectors that are written as blocks for a test. */
public final class WrittenBlocks {

  private WrittenBlocks() {}

  /** Writes vectors in blocks of some rows. */
  public static VectorBlocks of(Vectors vectors, Path directory, int rowsABlock, Element element) {
    VectorBlocks blocks =
        VectorBlocks.at(
            new org.apache.hadoop.fs.Path(directory.toUri()),
            new BlockLayout(vectors.count(), rowsABlock),
            vectors.dim(),
            element,
            new Configuration());
    for (int block = 0; block < blocks.blocks(); block++) {
      blocks.write(block, vectors.slice(blocks.layout().first(block), blocks.layout().end(block)));
    }
    return blocks;
  }

  /** Writes vectors as floats in blocks of some rows. */
  public static VectorBlocks of(Vectors vectors, Path directory, int rowsABlock) {
    return of(vectors, directory, rowsABlock, Element.FLOAT);
  }
}
