/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Files that are searched by.
 *
 * @param hadoop for files
 */
record QueryFiles(Configuration hadoop) {

  /** Returns whether there is a file of this name; false if nobody can tell. */
  boolean exists(String file) {
    try {
      Path path = new Path(file);
      return path.getFileSystem(hadoop).exists(path);
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Reads a file.
   *
   * @param what it should be, for messages
   * @throws IOException if it cannot be read
   */
  byte[] read(Weighted named, String option, String what) throws IOException {
    Path path = new Path(named.name());
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return in.readAllBytes();
    } catch (FileNotFoundException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "Cannot read %s %s: there is no such file; give %s a file%s",
              what,
              named.name(),
              option,
              named.hint()),
          e);
    } catch (IOException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "Cannot read %s %s: %s; give %s a file",
              what,
              named.name(),
              e.getMessage(),
              option),
          e);
    }
  }

  /**
   * Reads a vector: numbers with commas or spaces between.
   *
   * @throws IOException if the file cannot be read, or holds something else
   */
  float[] numbers(Weighted named) throws IOException {
    String text = new String(read(named, "--vector", "the vector"), StandardCharsets.UTF_8).strip();
    String[] words = text.replaceAll("[\\[\\]]", " ").strip().split("[,;\\s]+", -1);
    float[] numbers = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      try {
        numbers[i] = Float.parseFloat(words[i]);
      } catch (NumberFormatException e) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "Cannot read the vector %s: '%s' is not a number; write numbers with commas or"
                    + " spaces between",
                named.name(),
                words[i]),
            e);
      }
    }
    return numbers;
  }
}
