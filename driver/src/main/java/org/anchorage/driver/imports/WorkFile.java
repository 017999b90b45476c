/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that tasks leave for each other beside a corpus that is being written. It is whole or not
 * there: it has another name until it is complete, so several tries of a task do not meet. Its
 * CRC32C stands behind its content: it may have lain for days before an import goes on from it.
 *
 * @param place its path
 * @param hadoop for files
 */
record WorkFile(Path place, Configuration hadoop) {

  private static final int BUFFER = 1 << 16;

  /** Writes the file's content. */
  interface Content {
    void write(DataOutputStream out) throws IOException;
  }

  boolean exists() throws IOException {
    return files().exists(place);
  }

  /** Returns whether the file is there, as it was written. Reads it. */
  boolean isWhole() throws IOException {
    try (InputStream in = open()) {
      in.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (FileNotFoundException | SummedInput.DamagedException e) {
      return false;
    }
  }

  void write(Content content) throws IOException {
    FileSystem files = files();
    Path temporary = new Path(place.getParent(), "." + place.getName() + "." + UUID.randomUUID());
    boolean complete = false;
    try {
      CRC32C sum = new CRC32C();
      try (OutputStream file = files.create(temporary);
          DataOutputStream out =
              new DataOutputStream(
                  new BufferedOutputStream(new CheckedOutputStream(file, sum), BUFFER))) {
        content.write(out);
        out.flush();
        out.writeLong(sum.getValue());
      }
      if (!files.rename(temporary, place)) {
        // Another try of the same task may have been first, with the same content.
        files.delete(place, false);
        if (!files.rename(temporary, place)) {
          throw new IOException(temporary + " cannot be renamed to " + place);
        }
      }
      complete = true;
    } finally {
      if (!complete) {
        files.delete(temporary, false);
      }
    }
  }

  void writeObject(Serializable value) throws IOException {
    write(
        out -> {
          ObjectOutputStream objects = new ObjectOutputStream(out);
          objects.writeObject(value);
          objects.flush();
        });
  }

  /** Reads the object that {@link #writeObject} wrote; null if it is not there or is damaged. */
  <T> @Nullable T find(Class<T> type) throws IOException {
    try {
      return readObject(type);
    } catch (FileNotFoundException | SummedInput.DamagedException e) {
      return null;
    }
  }

  /** Reads the object that {@link #writeObject} wrote. */
  <T> T readObject(Class<T> type) throws IOException {
    byte[] content;
    try (InputStream in = open()) {
      content = in.readAllBytes();
    }
    // Only now: damaged bytes could be taken for a list of any length.
    try (ObjectInputStream objects = new ObjectInputStream(new ByteArrayInputStream(content))) {
      return type.cast(objects.readObject());
    } catch (ClassNotFoundException e) {
      throw new IOException("another version of this program wrote " + place, e);
    }
  }

  /** Opens the file. Whoever reads it to its end gets an exception if it is damaged. */
  DataInputStream open() throws IOException {
    FileSystem files = files();
    long length = files.getFileStatus(place).getLen();
    InputStream file = files.open(place);
    try {
      return new DataInputStream(
          new BufferedInputStream(new SummedInput(file, length, place.toString()), BUFFER));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  void delete() throws IOException {
    files().delete(place, false);
  }

  private FileSystem files() throws IOException {
    return Containers.plain(place, hadoop);
  }
}
