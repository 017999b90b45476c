/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.vectors;

import java.io.IOException;
import java.util.List;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetRuntimeException;

/**
 * Vectors with the items that they stand for.
 *
 * @param ids of the items
 * @param classNames of the items
 * @param splits of the items, as written
 * @param vectors one for each item, in the same order
 */
public record StoredVectors(
    List<String> ids, List<String> classNames, List<String> splits, Vectors vectors) {

  /**
   * Reads the vectors of an artifact, in the order in which they were written. Needs no Spark. The
   * artifact is verified first, so every byte is read twice.
   *
   * @param kind {@link VectorStore#VECTORS} or {@link VectorStore#INDEX}
   * @param hadoop the configuration of filesystems
   * @throws ArtifactException if there is no such artifact, it does not verify, it holds more than
   *     2^31 - 1 floats, or it is an index of format 3
   */
  public static StoredVectors read(Path location, String kind, Configuration hadoop) {
    Manifest manifest = StoredParts.open(location, kind, hadoop);
    Manifest unused = new Artifacts(hadoop).verify(location, kind, StoredParts.FORMAT);
    try {
      if (manifest.formatVersion() == StoredParts.FORMAT) {
        VectorTable.requireFitting(location, manifest.counts());
        return StoredParts.of(location, manifest, hadoop).read(hadoop);
      }
      return VectorTable.read(new Path(location, VectorTable.DIRECTORY), hadoop, manifest.counts());
    } catch (IOException | ParquetRuntimeException e) {
      throw new ArtifactException(
          "Cannot read the vectors of the " + kind + " at " + location + ": " + e.getMessage(), e);
    }
  }
}
