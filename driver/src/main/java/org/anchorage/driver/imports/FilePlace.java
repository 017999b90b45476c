/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A file of its own.
 *
 * @param file its URI, not encoded
 * @param length of the file; 0 if it is not there
 * @param modified when it was written, in milliseconds since 1970
 */
record FilePlace(String file, long length, long modified) implements Place {

  /** Returns a file's place. */
  static FilePlace of(String file, FileStatus status) {
    return new FilePlace(file, status.getLen(), status.getModificationTime());
  }

  /** Refuses pipes and devices of a local disk: whoever reads a pipe waits for its writer. */
  private static void requirePlain(Path path) throws BadPlaceException {
    String scheme = path.toUri().getScheme();
    if (scheme == null || scheme.equals("file")) {
      java.nio.file.Path local = java.nio.file.Path.of(path.toUri().getPath());
      if (!Files.isRegularFile(local) && Files.exists(local)) {
        throw new BadPlaceException(
            Bad.Reason.INACCESSIBLE, path.toUri().getPath() + " is not a plain file");
      }
    }
  }

  @Override
  public String version() {
    return length + "@" + modified;
  }

  @Override
  public byte[] read(Containers containers) throws BadPlaceException {
    byte[] encoded;
    Path path = new Path(file);
    requirePlain(path);
    try (InputStream input = containers.files(path).open(path)) {
      encoded = input.readNBytes(MOST);
    } catch (FileNotFoundException e) {
      throw new BadPlaceException(Bad.Reason.MISSING, "There is no file " + file);
    } catch (IOException e) {
      throw new BadPlaceException(Bad.Reason.INACCESSIBLE, "Cannot read " + file + ": " + e);
    }
    Place.requireSmall(encoded.length);
    return encoded;
  }
}
