/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import org.anchorage.driver.artifact.ArtifactException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of shards start, read from the files beside the shards when they are asked for.
 * Offsets of the shards that were asked for last are kept: of at most {@value #MOST_SHARDS} shards,
 * and at most 16 MB in all, unless one shard alone has more. Thread-safe.
 */
public final class ShardOffsets {

  private static final int MOST_SHARDS = 64;
  private static final int MOST_RECORDS = 1 << 21;

  private final Path corpus;
  private final Configuration hadoop;
  private final int mostRecords;
  private final LinkedHashMap<Integer, long[]> kept = new LinkedHashMap<>(16, 0.75f, true);
  private int records;

  /** Keeps nothing yet. */
  public ShardOffsets(String corpusUri, Configuration hadoop) {
    this(corpusUri, hadoop, MOST_RECORDS);
  }

  /** Keeps the offsets of at most so many records. */
  ShardOffsets(String corpusUri, Configuration hadoop, int mostRecords) {
    this.corpus = new Path(corpusUri);
    this.hadoop = hadoop;
    this.mostRecords = mostRecords;
  }

  /**
   * Returns where the records of a shard start, in bytes; not to be changed.
   *
   * @param shard its number, from 0
   * @param count number of its records
   * @throws ArtifactException if the file is gone or damaged
   */
  synchronized long[] of(int shard, int count) {
    long @Nullable [] known = kept.get(shard);
    if (known != null) {
      return known;
    }
    long[] read = read(Layout.offsets(shard), count);
    Iterator<long[]> oldest = kept.values().iterator();
    while (!kept.isEmpty() && (kept.size() >= MOST_SHARDS || records + count > mostRecords)) {
      records -= oldest.next().length;
      oldest.remove();
    }
    kept.put(shard, read);
    records += count;
    return read;
  }

  /** Returns of how many records the offsets are kept. */
  synchronized int records() {
    return records;
  }

  private long[] read(String name, int count) {
    Path file = new Path(corpus, name);
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      byte[] bytes = in.readNBytes(Math.multiplyExact(count, Long.BYTES) + 1);
      if (bytes.length != count * Long.BYTES) {
        throw new ArtifactException(
            "The offsets "
                + name
                + " of "
                + corpus
                + " are not those of the shard's "
                + count
                + " images; the corpus is damaged: restore it or import it again");
      }
      long[] offsets = new long[count];
      ByteBuffer.wrap(bytes).asLongBuffer().get(offsets);
      return offsets;
    } catch (FileNotFoundException e) {
      throw new ArtifactException(
          "The offsets "
              + name
              + " of "
              + corpus
              + " are gone; restore the corpus or import it again",
          e);
    } catch (IOException e) {
      throw new ArtifactException(
          "Cannot read the offsets "
              + name
              + " of "
              + corpus
              + " ("
              + e.getMessage()
              + "); the corpus is damaged: restore it or import it again",
          e);
    }
  }
}
