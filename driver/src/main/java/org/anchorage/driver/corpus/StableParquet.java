/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file of Parquet whose bytes depend on its rows alone ({@link ParquetFooter}). It is written
 * through but for its last megabyte, which waits for the end. A footer longer than that stays as
 * the writer made it; a footer has some hundred bytes for each column and 128 MB of rows. Not
 * thread-safe.
 *
 * @param file that is written
 */
public record StableParquet(OutputFile file) implements OutputFile {

  private static final int HELD = 1 << 20;

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    return new Held(file.create(blockSizeHint));
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return new Held(file.createOrOverwrite(blockSizeHint));
  }

  @Override
  public boolean supportsBlockSize() {
    return file.supportsBlockSize();
  }

  @Override
  public long defaultBlockSize() {
    return file.defaultBlockSize();
  }

  /** Holds back the end of what is written. */
  private static final class Held extends PositionOutputStream {

    private final PositionOutputStream out;
    private final byte[] held = new byte[2 * HELD];
    private int size;
    private long position;
    private boolean closed;

    Held(PositionOutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      for (int done = 0; done < length; ) {
        if (size == held.length) {
          out.write(held, 0, HELD);
          System.arraycopy(held, HELD, held, 0, HELD);
          size = HELD;
        }
        int some = Math.min(length - done, held.length - size);
        System.arraycopy(from, offset + done, held, size, some);
        size += some;
        done += some;
      }
      position += length;
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      // If the writer failed, there is no footer, and whoever reads the file will see that.
      try (out) {
        out.write(ParquetFooter.sorted(Arrays.copyOf(held, size)));
      }
    }
  }
}
