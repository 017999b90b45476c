/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file that tasks leave for each other beside a corpus that is being written. It is whole or not
 * there: it has another name until it is complete, so several tries of a task do not meet.
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

  void write(Content content) throws IOException {
    FileSystem files = files();
    Path temporary = new Path(place.getParent(), "." + place.getName() + "." + UUID.randomUUID());
    boolean complete = false;
    try {
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(files.create(temporary), BUFFER))) {
        content.write(out);
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

  /** Reads the object that {@link #writeObject} wrote. */
  <T> T readObject(Class<T> type) throws IOException {
    try (ObjectInputStream objects =
        new ObjectInputStream(new BufferedInputStream(files().open(place), BUFFER))) {
      return type.cast(objects.readObject());
    } catch (ClassNotFoundException e) {
      throw new IOException("another version of this program wrote " + place, e);
    }
  }

  DataInputStream open() throws IOException {
    return new DataInputStream(new BufferedInputStream(files().open(place), BUFFER));
  }

  void delete() throws IOException {
    files().delete(place, false);
  }

  private FileSystem files() throws IOException {
    return Containers.plain(place, hadoop);
  }
}
