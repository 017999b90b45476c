/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.vectors;

import java.io.IOException;
import java.util.Locale;
import org.anchorage.core.vectors.Element;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.HadoopSettings;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vectors in the block files of a directory: {@code part-NNNNN.vec}. A block is a header of 64
 * bytes and its rows of little-endian floats or halves, so that it can be mapped. The files need
 * not be there yet: tasks {@link #write} them.
 *
 * @param location URI of the directory, one that executors can reach
 * @param layout how rows are cut into blocks
 * @param dim floats of a vector, at least 1
 * @param element how numbers are written
 * @param hadoop the filesystem's configuration
 */
public record VectorBlocks(
    String location, BlockLayout layout, int dim, Element element, HadoopSettings hadoop)
    implements VectorSet {

  private static final Logger LOG = LoggerFactory.getLogger(VectorBlocks.class);

  /** A stage's directory, and that of all stages. */
  private static final int ABOVE = 2;

  /** Names the blocks of some vectors, cut as {@link BlockLayout#of} does. */
  public static VectorBlocks at(
      Path directory, int count, int dim, Element element, Configuration hadoop) {
    return at(directory, BlockLayout.of(count), dim, element, hadoop);
  }

  /** Names the blocks of some vectors. */
  public static VectorBlocks at(
      Path directory, BlockLayout layout, int dim, Element element, Configuration hadoop) {
    return new VectorBlocks(
        qualified(directory, hadoop), layout, dim, element, HadoopSettings.of(hadoop));
  }

  /** Executors have other working directories and perhaps another default filesystem. */
  private static String qualified(Path directory, Configuration hadoop) {
    try {
      return directory.getFileSystem(hadoop).makeQualified(directory).toString();
    } catch (IOException e) {
      throw new ArtifactException("Cannot reach " + directory + ": " + e.getMessage(), e);
    }
  }

  @Override
  public int count() {
    return layout.count();
  }

  /** Returns how many blocks there are. */
  public int blocks() {
    return layout.blocks();
  }

  /** Returns where a block lies. */
  public Path path(int block) {
    return new Path(location, name(block));
  }

  /** Returns the name of a block's file. */
  public static String name(int block) {
    return String.format(Locale.ROOT, "part-%05d.vec", block);
  }

  /**
   * Writes a block, completely or not at all.
   *
   * @throws IllegalArgumentException if the vectors do not have the block's shape
   * @throws ArtifactException if it cannot be written
   */
  public void write(int block, Vectors vectors) {
    if (vectors.count() != layout.size(block) || vectors.dim() != dim) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Block %d has %d vectors of %d, not %d of %d; pass those of its rows",
              block,
              layout.size(block),
              dim,
              vectors.count(),
              vectors.dim()));
    }
    new BlockFile(path(block), hadoop.configuration()).write(Block.file(vectors, element));
  }

  /** Returns whether a block is there and whole. A damaged one counts as missing. */
  public boolean holds(int block) {
    BlockFile file = new BlockFile(path(block), hadoop.configuration());
    if (!file.exists()) {
      return false;
    }
    try {
      block(file, block);
      return true;
    } catch (ArtifactException e) {
      return false;
    }
  }

  /**
   * Opens the blocks. A block is verified when it is read; one block is kept.
   *
   * <p>Its {@code read} throws ArtifactException if a block is missing, damaged or of another
   * shape.
   */
  @Override
  public VectorSource open() {
    return new StoredBlocks(this, hadoop.configuration());
  }

  Block block(BlockFile file, int block) {
    BlockHeader expected = new BlockHeader(dim, layout.size(block), element, 0);
    return Block.of(file.read(), expected, path(block).toString());
  }

  /**
   * Deletes the directory with all that lies in it, and the two above if nothing else lies there.
   *
   * @throws ArtifactException if it cannot be deleted
   */
  public void delete() {
    Path directory = new Path(location);
    try {
      FileSystem files = directory.getFileSystem(hadoop.configuration());
      files.delete(directory, true /* recursive */);
      deleteEmpty(files, directory.getParent());
    } catch (IOException e) {
      throw new ArtifactException(
          "Cannot delete " + directory + ": " + e.getMessage() + "; delete it yourself", e);
    }
  }

  /**
   * Another application may use the same directories: it may fill one after it was seen to be
   * empty, or delete it first. Either way there is nothing to do here.
   */
  private static void deleteEmpty(FileSystem files, @Nullable Path first) {
    Path above = first;
    try {
      for (int i = 0; i < ABOVE && above != null && isEmpty(files, above); i++) {
        files.delete(above, false /* recursive */);
        above = above.getParent();
      }
    } catch (IOException e) {
      LOG.debug("{} stays: {}", above, e.getMessage());
    }
  }

  private static boolean isEmpty(FileSystem files, Path directory) throws IOException {
    return files.exists(directory) && files.listStatus(directory).length == 0;
  }
}
