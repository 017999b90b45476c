/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Names of several files in one word: {@code photos-{000..123}.tar}, Hadoop's patterns such as
 * {@code photos-*.tar} and <code>{a,b}.tar</code>, or a directory.
 */
public final class FilePattern {

  private static final Pattern RANGE = Pattern.compile("\\{(\\d+)\\.\\.(\\d+)}");
  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");
  private static final long MOST = 1_000_000;

  private FilePattern() {}

  /** Returns whether a word names several files. */
  public static boolean isPattern(String word) {
    return GLOB.matcher(word).find();
  }

  /**
   * Returns the URIs of the files that a word names, sorted. A file that a range names must exist.
   *
   * @param endings of the files, in small letters, if the word is a directory
   * @throws FileNotFoundException if there is none
   */
  public static List<String> files(Path word, List<String> endings, Configuration hadoop)
      throws IOException {
    List<String> found = new ArrayList<>();
    for (String name : ranges(word.toString())) {
      Path path = new Path(name);
      FileSystem files = path.getFileSystem(hadoop);
      if (GLOB.matcher(name).find()) {
        for (FileStatus status : files.globStatus(path)) {
          found.add(status.getPath().toString());
        }
      } else if (files.getFileStatus(path).isDirectory()) {
        for (FileStatus status : files.listStatus(path)) {
          String low = status.getPath().getName().toLowerCase(Locale.ROOT);
          if (status.isFile() && endings.stream().anyMatch(low::contains)) {
            found.add(status.getPath().toString());
          }
        }
      } else {
        found.add(files.makeQualified(path).toString());
      }
    }
    if (found.isEmpty()) {
      throw new FileNotFoundException("no file fits " + word);
    }
    found.sort(null);
    return found;
  }

  /** Replaces ranges by their numbers, with the zeros of the first. */
  static List<String> ranges(String word) {
    Matcher range = RANGE.matcher(word);
    if (!range.find()) {
      return List.of(word);
    }
    long from = Long.parseLong(range.group(1));
    long to = Long.parseLong(range.group(2));
    if (to < from || to - from >= MOST) {
      throw new ImportException(
          "Cannot read "
              + range.group()
              + " in "
              + word
              + "; write {FIRST..LAST}, e.g. {000..123}");
    }
    int digits = range.group(1).length();
    List<String> names = new ArrayList<>();
    for (long number = from; number <= to; number++) {
      String digitsOf = String.format(Locale.ROOT, "%0" + digits + "d", number);
      names.addAll(
          ranges(word.substring(0, range.start()) + digitsOf + word.substring(range.end())));
    }
    return names;
  }
}
