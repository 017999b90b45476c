/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.vectors;

import java.io.IOException;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.vectors.Element;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.corpus.HadoopSettings;
import org.anchorage.driver.vectors.BlockLayout;
import org.anchorage.driver.vectors.VectorBlocks;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetRuntimeException;

/**
 * The parts of an artifact of vectors in format {@value #FORMAT}: blocks, and the items of each.
 *
 * @param location of the artifact
 * @param blocks of its vectors
 */
public record StoredParts(String location, VectorBlocks blocks) implements Serializable {

  /** The newest version of the layout that is read, and the one that is written. */
  public static final int FORMAT = 2;

  static final String BLOCKS = "blocks";
  static final String ITEMS = "items";

  private static final String ROWS_A_BLOCK = "rows_a_block";
  private static final String ELEMENT_BYTES = "element_bytes";

  /** Returns what the manifest counts. */
  static Map<String, Long> counts(VectorBlocks blocks) {
    return Map.of(
        "items",
        (long) blocks.count(),
        "dim",
        (long) blocks.dim(),
        ROWS_A_BLOCK,
        (long) blocks.layout().rowsABlock(),
        ELEMENT_BYTES,
        (long) blocks.element().bytes());
  }

  /**
   * Reads the manifest of an artifact of vectors, or of an index that is one.
   *
   * @throws ArtifactException if there is none. Also if it is an index of format 3 or later, which
   *     has lists and no blocks
   */
  static Manifest open(Path location, String kind, Configuration hadoop) {
    Artifacts artifacts = new Artifacts(hadoop);
    if (kind.equals(VectorStore.INDEX)) {
      int format = artifacts.open(location, kind, Integer.MAX_VALUE).formatVersion();
      if (format > FORMAT) {
        throw new ArtifactException(
            String.format(
                Locale.ROOT,
                "The index at %s has format %d, and only up to format %d an index is a set of"
                    + " vectors; write its vectors with ./anchorage index export --index %s --to"
                    + " FILE, or open it as an Index",
                location,
                format,
                FORMAT,
                location));
      }
    }
    return artifacts.open(location, kind, FORMAT);
  }

  /** Names the parts of an artifact whose manifest says format {@value #FORMAT}. */
  public static StoredParts of(Path location, Manifest manifest, Configuration hadoop) {
    Map<String, Long> counts = manifest.counts();
    int count = Math.toIntExact(counts.getOrDefault("items", 0L));
    boolean half = counts.getOrDefault(ELEMENT_BYTES, 4L) == Element.HALF.bytes();
    VectorBlocks blocks =
        VectorBlocks.at(
            new Path(location, BLOCKS),
            new BlockLayout(count, Math.toIntExact(counts.getOrDefault(ROWS_A_BLOCK, 1L))),
            Math.toIntExact(counts.getOrDefault("dim", 1L)),
            half ? Element.HALF : Element.FLOAT,
            hadoop);
    return new StoredParts(new Path(blocks.location()).getParent().toString(), blocks);
  }

  /** Returns the name of the items' file beside a block. */
  static String itemsName(int block) {
    return String.format(Locale.ROOT, "part-%05d.parquet", block);
  }

  /**
   * Reads one block with its items.
   *
   * @throws ArtifactException if a file is missing or damaged
   */
  public StoredVectors read(int block) {
    BlockLayout layout = blocks.layout();
    HadoopSettings settings = blocks.hadoop();
    Configuration hadoop = settings.configuration();
    Path file = new Path(location, ITEMS + "/" + itemsName(block));
    Vectors vectors = blocks.open().read(layout.first(block), layout.end(block));
    try {
      FileSystem files = file.getFileSystem(hadoop);
      VectorTable table = VectorTable.of(file, vectors, layout.first(block));
      table.add(files.getFileStatus(file), hadoop);
      return table.finish();
    } catch (IOException | ParquetRuntimeException e) {
      throw new ArtifactException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Reads all blocks. */
  StoredVectors read(Configuration hadoop) throws IOException {
    Path directory = new Path(location, ITEMS);
    VectorTable table = VectorTable.of(directory, blocks.whole(), 0);
    table.addAll(directory, hadoop);
    return table.finish();
  }
}
