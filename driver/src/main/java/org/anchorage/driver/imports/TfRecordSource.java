/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.anchorage.core.config.ImportColumns;
import org.anchorage.core.corpus.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Files of TensorFlow's records, each a {@code tf.Example} with an image and its label. A task
 * reads a file once to list it, and images are read again by position. A record is its length, a
 * checksum of it, the message, and a checksum of that (CRC-32C, masked as TensorFlow masks it).
 */
final class TfRecordSource implements Source {

  private final String description;
  private final List<String> files;
  private final ImportColumns columns;

  TfRecordSource(String place, List<String> files, ImportColumns columns) {
    this.description = "TFRecord files " + place;
    this.files = List.copyOf(files);
    this.columns = columns;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public List<Part> parts(int wanted) {
    return files.stream().map(file -> (Part) new Records(file, columns)).toList();
  }

  private record Records(String file, ImportColumns columns) implements Part {

    @Override
    public Iterator<Entry> list(Configuration hadoop) throws IOException {
      Path path = new Path(file);
      FileStatus status = Containers.plain(path, hadoop).getFileStatus(path);
      String version = status.getLen() + "@" + status.getModificationTime();
      SeekStream in = new SeekStream(file, hadoop);
      return new EntryIterator() {
        private long number;

        @Override
        @Nullable Entry advance() throws IOException {
          long at = in.position();
          if (at == in.length()) {
            in.close();
            return null;
          }
          int length = (int) length(in, at, hadoop);
          byte[] message = in.readNBytes(length);
          int sum = ByteBuffer.wrap(exactly(in, 4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
          String id = name() + String.format(Locale.ROOT, "/%06d", number++);
          if (sum != masked(message)) {
            return new Bad(id, Bad.Reason.CORRUPT, "The record's check sum does not match");
          }
          return entry(id, message, at + 12, version + "+" + at);
        }
      };
    }

    private String name() {
      return file.substring(file.lastIndexOf('/') + 1);
    }

    private long length(SeekStream in, long at, Configuration hadoop) throws IOException {
      byte[] head = exactly(in, 12);
      ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
      long length = header.getLong(0);
      if (header.getInt(8) != masked(java.util.Arrays.copyOf(head, 8))) {
        Packed.refuse(file, hadoop);
        throw new ImportException(
            file
                + " holds no TFRecord at byte "
                + at
                + ": the check sum of its length does not match; is it whole, and not packed?");
      }
      if (length < 0 || length > in.length() - in.position() - 4 || length >= Place.MOST) {
        throw new ImportException(
            file + " ends in the middle of the record at byte " + at + "; fetch it again");
      }
      return length;
    }

    private byte[] exactly(SeekStream in, int count) throws IOException {
      byte[] bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw new EOFException(file + " ends in the middle of a record; fetch it again");
      }
      return bytes;
    }

    private Entry entry(String numbered, byte[] message, long offset, String version) {
      TfExample example;
      try {
        example = TfExample.parsed(message, columns);
      } catch (CharacterCodingException e) {
        return new Bad(
            numbered,
            Bad.Reason.NOT_UTF8,
            "The record's label, split or name is not UTF-8; write it anew");
      } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
        return new Bad(numbered, Bad.Reason.CORRUPT, "The record is no tf.Example");
      }
      String id = example.id().isEmpty() ? numbered : example.id();
      if (example.imageLength() < 0) {
        return new Bad(id, Bad.Reason.MISSING, "The record has no image");
      }
      if (example.label().isEmpty()) {
        return new Bad(id, Bad.Reason.UNLABELLED, "The record has no label");
      }
      try {
        Split split =
            example.split().isEmpty() ? SplitWords.of(file) : SplitNames.of(example.split());
        RangePlace place =
            new RangePlace(file, offset + example.imageAt(), example.imageLength(), version);
        return new Listed(id, example.label(), split, place, example.attributes());
      } catch (IllegalArgumentException e) {
        return new Bad(id, Bad.Reason.UNKNOWN_SPLIT, String.valueOf(e.getMessage()));
      }
    }
  }

  /** Returns the checksum of some bytes, as TensorFlow masks it. */
  static int masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int value = (int) crc.getValue();
    return ((value >>> 15) | (value << 17)) + 0xa282ead8;
  }
}
