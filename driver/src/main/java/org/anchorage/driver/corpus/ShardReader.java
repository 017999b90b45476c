/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.anchorage.core.corpus.Item;
import org.anchorage.driver.artifact.ArtifactException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.jspecify.annotations.Nullable;

/**
 * Reads images out of a corpus's shards by offset, on the driver or an executor. Shards stay open
 * between reads, at most {@value #MOST_OPEN} at once. Reading in ascending order of (shard, offset)
 * is fastest: it is one sequential pass. Not thread-safe: use one reader a thread.
 */
public final class ShardReader implements Closeable {

  private static final int MOST_OPEN = 32;
  private static final int BUFFER = 1 << 17;

  private final Path corpus;
  private final Configuration hadoop;
  private final LinkedHashMap<String, SequenceFile.Reader> open =
      new LinkedHashMap<>(16, 0.75f, true);
  private final Text key = new Text();

  /** Creates a reader; nothing is opened yet. */
  public ShardReader(String corpusUri, Configuration hadoop) {
    this.corpus = new Path(corpusUri);
    this.hadoop = hadoop;
  }

  /**
   * Returns the encoded bytes of an item.
   *
   * @throws ArtifactException if its shard is gone or damaged, or holds something else there
   */
  public byte[] read(Item item) {
    byte[] encoded = read(item.shard(), item.offset());
    if (!key.toString().equals(item.id())) {
      throw new ArtifactException(
          "The shard "
              + item.shard()
              + " of "
              + corpus
              + " holds '"
              + key
              + "' at byte "
              + item.offset()
              + " instead of '"
              + item.id()
              + "': the corpus was replaced after its catalogue was read; run again");
    }
    return encoded;
  }

  /**
   * Returns the encoded bytes at an offset of a shard.
   *
   * @param shard its name, relative to the corpus
   * @param offset where a record starts
   * @throws ArtifactException if the shard is gone or damaged, or no record starts there
   */
  public byte[] read(String shard, long offset) {
    try {
      SequenceFile.Reader reader = reader(shard);
      if (reader.getPosition() != offset) {
        reader.seek(offset);
      }
      BytesWritable value = new BytesWritable();
      if (!reader.next(key, value)) {
        throw new IOException("the shard ends before it");
      }
      return value.copyBytes();
    } catch (FileNotFoundException e) {
      throw new ArtifactException(
          "The shard "
              + shard
              + " of "
              + corpus
              + " is gone; restore the corpus or import it again",
          e);
    } catch (IOException | RuntimeException e) {
      drop(shard);
      throw new ArtifactException(
          "Cannot read byte "
              + offset
              + " of the shard "
              + shard
              + " of "
              + corpus
              + " ("
              + e.getMessage()
              + "); the corpus is damaged: restore it or import it again",
          e);
    }
  }

  private SequenceFile.Reader reader(String shard) throws IOException {
    SequenceFile.@Nullable Reader known = open.get(shard);
    if (known != null) {
      return known;
    }
    if (open.size() == MOST_OPEN) {
      drop(open.keySet().iterator().next());
    }
    SequenceFile.Reader reader =
        new SequenceFile.Reader(
            hadoop,
            SequenceFile.Reader.file(new Path(corpus, shard)),
            SequenceFile.Reader.bufferSize(BUFFER));
    open.put(shard, reader);
    return reader;
  }

  private void drop(String shard) {
    SequenceFile.@Nullable Reader reader = open.remove(shard);
    if (reader != null) {
      closeQuietly(reader);
    }
  }

  /** Closes a reader. A failure is ignored, because all that was read is complete. */
  private static void closeQuietly(SequenceFile.Reader reader) {
    try {
      reader.close();
    } catch (IOException e) {
      return;
    }
  }

  @Override
  public void close() {
    for (Map.Entry<String, SequenceFile.Reader> entry : open.entrySet()) {
      closeQuietly(entry.getValue());
    }
    open.clear();
  }
}
