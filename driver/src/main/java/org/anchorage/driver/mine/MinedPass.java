/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.anchorage.core.config.MineSettings;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.driver.corpus.HadoopSettings;
import org.anchorage.driver.vectors.BlockFile;
import org.anchorage.driver.vectors.BlockLayout;
import org.anchorage.driver.vectors.VectorBlocks;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a mining pass: a file for each block of anchors, written by the task that searched
 * for them. They lie beside the vectors, in a directory named after the settings of the search, so
 * that a pass that was killed finds what is finished.
 *
 * @param location URI of the directory
 * @param layout how anchors are cut into blocks
 * @param hadoop the filesystem's configuration
 */
record MinedPass(String location, BlockLayout layout, HadoopSettings hadoop)
    implements Serializable {

  private static final int DIGITS = 16;

  /**
   * Names a pass.
   *
   * @param anchors the vectors whose negatives are sought; null for all
   * @param search how they are sought, in a word or two
   */
  static MinedPass of(
      VectorBlocks vectors,
      int[] labels,
      MineSettings settings,
      int @Nullable [] anchors,
      int anchorsABlock,
      String search) {
    String some = anchors == null ? "" : " " + anchors.length + " " + Arrays.hashCode(anchors);
    String searched =
        String.join(
            " ",
            "mined 3",
            search,
            String.valueOf(settings.neighbours()),
            String.valueOf(settings.rankFrom()),
            String.valueOf(settings.rankTo()),
            String.valueOf(settings.relativeMargin()),
            String.valueOf(settings.negatives()),
            String.valueOf(settings.duplicates()),
            String.valueOf(anchorsABlock),
            Arrays.hashCode(labels) + some);
    MessageDigest digest = Sha256.digest();
    digest.update(searched.getBytes(StandardCharsets.UTF_8));
    String name = "mined-" + Sha256.written(digest).substring(0, DIGITS);
    return new MinedPass(
        new Path(vectors.location(), name).toString(),
        new BlockLayout(anchors == null ? vectors.count() : anchors.length, anchorsABlock),
        vectors.hadoop());
  }

  /** Returns the numbers of all blocks. */
  List<Integer> blocks() {
    return IntStream.range(0, layout.blocks()).boxed().toList();
  }

  /** Opens the files in the JVM that calls it: a configuration takes a while to make. */
  Files open() {
    return new Files(hadoop.configuration());
  }

  private static String name(int block) {
    return String.format(Locale.ROOT, "part-%05d.bin", block);
  }

  /** The files of the blocks, opened. */
  final class Files {

    private final Configuration configuration;

    private Files(Configuration configuration) {
      this.configuration = configuration;
    }

    private BlockFile file(int block) {
      return new BlockFile(new Path(location, name(block)), configuration);
    }

    void write(int block, MinedBlock mined) {
      file(block).write(mined.file());
    }

    /**
     * Reads a block.
     *
     * @throws ArtifactException if it is missing or damaged
     */
    MinedBlock read(int block) {
      return MinedBlock.read(file(block).read(), location + "/" + name(block));
    }

    /** Returns a block that is finished and whole, or null. */
    @Nullable MinedBlock find(int block) {
      if (!file(block).exists()) {
        return null;
      }
      try {
        return read(block);
      } catch (ArtifactException e) {
        return null;
      }
    }
  }
}
