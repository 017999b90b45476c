/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A local file whose bytes are read by place. Nothing is allocated beyond the file's length. */
final class LocalFile implements Closeable {

  private final FileChannel channel;
  private final long length;

  private LocalFile(FileChannel channel) throws IOException {
    this.channel = channel;
    this.length = channel.size();
  }

  static LocalFile open(Path path) throws IOException {
    return new LocalFile(FileChannel.open(path));
  }

  long length() {
    return length;
  }

  /** Returns some bytes, little-endian; what they are is for the message. */
  ByteBuffer bytes(long at, int count, String what) throws IOException {
    if (at > length - count) {
      throw WeightFileException.damaged(
          "ends within " + what + ": it has " + length + " bytes of " + (at + count));
    }
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw WeightFileException.damaged("became shorter while it was read");
      }
    }
    return bytes.flip();
  }

  /** Returns the bytes from a place on, without a buffer. One such stream is read at a time. */
  InputStream from(long at) throws IOException {
    channel.position(at);
    return Channels.newInputStream(channel);
  }

  /** Returns the whole file, mapped. */
  ByteBuffer mapped() throws IOException {
    if (length > Integer.MAX_VALUE) {
      throw new WeightFileException(
          "has "
              + length
              + " bytes, and this format is read up to 2 GiB; convert it to safetensors");
    }
    return channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
