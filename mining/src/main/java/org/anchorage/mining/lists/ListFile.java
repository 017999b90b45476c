/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.anchorage.core.vectors.Vectors;

/**
 * Lists in a file that is mapped when it is opened, so opening reads 4 bytes a vector and the
 * centroids, and the rest as it is searched. Equal lists give equal bytes. The format is described
 * at {@link ListHeader}. Stateless and thread-safe.
 *
 * <p>A mapped file must not be changed or cut short while its lists are in use; write another one
 * and rename it. It may be deleted. The mapping ends when the lists are closed, or collected.
 */
public final class ListFile {

  private ListFile() {}

  /**
   * Writes lists. The caller writes to a temporary name and renames the file once it is whole.
   *
   * @param to not closed
   * @throws IOException if it cannot be written
   */
  public static void write(InvertedLists lists, OutputStream to) throws IOException {
    ListTable table = lists.table();
    Payload payload = lists.payload();
    ByteBuffer[] parts = {
      floats(lists.centroids().values()),
      ints(table.starts()),
      ints(table.rows()),
      floats(payload.ranges().lowest(), payload.ranges().steps()),
      ints(checksums(table, payload.segments()))
    };
    int[] checksums = new int[parts.length];
    for (int part = 0; part < parts.length; part++) {
      checksums[part] = ListHeader.checksum(parts[part]);
    }
    ListHeader header =
        new ListHeader(
            lists.coding(), lists.dim(), lists.lists(), lists.count(), table.blocks(), checksums);
    WritableByteChannel channel = Channels.newChannel(to);
    write(header.bytes(), channel);
    long[] offsets = header.offsets();
    for (int part = 0; part < parts.length; part++) {
      int filling = (int) (offsets[part + 1] - offsets[part] - parts[part].remaining());
      write(parts[part], channel);
      write(ByteBuffer.allocate(filling), channel);
    }
    for (ByteBuffer buffer : payload.segments().buffers()) {
      write(buffer.duplicate(), channel);
    }
  }

  private static void write(ByteBuffer bytes, WritableByteChannel to) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private static ByteBuffer floats(float[]... arrays) {
    int count = 0;
    for (float[] array : arrays) {
      count += array.length;
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, count)).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    for (float[] array : arrays) {
      bytes.asFloatBuffer().put(at, array);
      at += array.length;
    }
    return bytes;
  }

  private static ByteBuffer ints(int[] array) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(Integer.BYTES, array.length))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(array);
    return bytes;
  }

  private static int[] checksums(ListTable table, Segments segments) {
    int[] checksums = new int[table.lists()];
    for (int list = 0; list < checksums.length; list++) {
      CRC32C crc = new CRC32C();
      for (int block = table.firstBlocks()[list]; block < table.firstBlocks()[list + 1]; block++) {
        crc.update(segments.block(block));
      }
      checksums[list] = (int) crc.getValue();
    }
    return checksums;
  }

  /**
   * Opens lists. The checksums of everything but the blocks are verified.
   *
   * @throws IOException if the file cannot be read, is damaged or of a newer version
   */
  public static InvertedLists open(Path file) throws IOException {
    return Opened.of(file, Segments.MOST).lists();
  }

  /**
   * Opens lists and verifies all checksums, which reads the whole file.
   *
   * @throws IOException as {@link #open}
   */
  public static InvertedLists verified(Path file) throws IOException {
    return verified(file, Segments.MOST);
  }

  /** For tests: segments of fewer bytes. */
  static InvertedLists verified(Path file, int segmentBytes) throws IOException {
    Opened opened = Opened.of(file, segmentBytes);
    InvertedLists lists = opened.lists();
    int[] checksums = checksums(lists.table(), lists.payload().segments());
    for (int list = 0; list < checksums.length; list++) {
      if (checksums[list] != opened.checksums()[list]) {
        throw ListHeader.damaged(file.toString(), "the checksum of list " + list + " is wrong");
      }
    }
    return lists;
  }

  /** An open file: its lists, and the checksums that their blocks should have. */
  private record Opened(InvertedLists lists, int[] checksums) {

    private static final String[] NAMES = {
      "centroids", "starts", "rows", "ranges", "checksums of lists"
    };

    static Opened of(Path file, int segmentBytes) throws IOException {
      String name = file.toString();
      try (FileChannel channel = FileChannel.open(file)) {
        ByteBuffer first = ByteBuffer.allocate(ListHeader.BYTES);
        read(channel, first, 0);
        ListHeader header = ListHeader.read(first, channel.size(), name);
        ByteBuffer[] parts = new ByteBuffer[ListHeader.PARTS];
        for (int part = 0; part < parts.length; part++) {
          parts[part] =
              ByteBuffer.allocate(Math.toIntExact(header.sizes()[part]))
                  .order(ByteOrder.LITTLE_ENDIAN);
          read(channel, parts[part], header.offsets()[part]);
          if (ListHeader.checksum(parts[part]) != header.checksums()[part]) {
            throw ListHeader.damaged(name, "the checksum of its " + NAMES[part] + " is wrong");
          }
        }
        return of(header, parts, channel, segmentBytes);
      } catch (NoSuchFileException e) {
        throw new IOException("There is no " + file + "; build the lists, or restore the file", e);
      } catch (IllegalArgumentException e) {
        throw ListHeader.damaged(name, "its parts do not fit: " + e.getMessage());
      }
    }

    private static Opened of(
        ListHeader header, ByteBuffer[] parts, FileChannel channel, int segmentBytes)
        throws IOException {
      int dim = header.dim();
      ListTable table = ListTable.of(ints(parts[1]), ints(parts[2]));
      Ranges ranges = Ranges.NONE;
      if (header.coding() == Coding.INT8) {
        int half = parts[3].capacity() / 2;
        ranges = new Ranges(floats(parts[3], 0, half), floats(parts[3], half, half));
      }
      Segments segments =
          Segments.map(
              channel,
              header.offsets()[ListHeader.PARTS],
              header.blocks(),
              Payload.blockBytes(header.coding(), dim),
              segmentBytes);
      Vectors centroids = new Vectors(dim, floats(parts[0], 0, parts[0].capacity()));
      Payload payload = new Payload(header.coding(), dim, segments, ranges);
      return new Opened(new InvertedLists(table, centroids, payload), ints(parts[4]));
    }

    private static void read(FileChannel channel, ByteBuffer into, long at) throws IOException {
      while (into.hasRemaining() && channel.read(into, at + into.position()) >= 0) {
        // Until the buffer is full or the file ends.
      }
      into.flip();
    }

    private static int[] ints(ByteBuffer part) {
      int[] array = new int[part.capacity() / Integer.BYTES];
      part.asIntBuffer().get(array);
      return array;
    }

    private static float[] floats(ByteBuffer part, int from, int bytes) {
      float[] array = new float[bytes / Float.BYTES];
      part.asFloatBuffer().get(from / Float.BYTES, array);
      return array;
    }
  }
}
