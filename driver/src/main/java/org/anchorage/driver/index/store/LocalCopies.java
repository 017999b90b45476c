/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories in {@code java.io.tmpdir} that shards are made in, and that indices on other
 * filesystems are copied to. A name holds the process, so that the copies of a killed one are
 * known, and the namespace of its number, because containers may share a directory. Stateless and
 * thread-safe.
 */
final class LocalCopies {

  private static final Logger LOG = LoggerFactory.getLogger(LocalCopies.class);

  private static final String PREFIX = "anchorage-index-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-(\\w*)-.*");

  private LocalCopies() {}

  /** Makes a directory of this process, and deletes those of processes that ended without it. */
  static Path make() throws IOException {
    removeAbandoned();
    return Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-" + space() + "-");
  }

  private static void removeAbandoned() throws IOException {
    Path place = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> found = Files.newDirectoryStream(place, PREFIX + "*")) {
      for (Path copy : found) {
        Matcher name = NAME.matcher(String.valueOf(copy.getFileName()));
        if (name.matches()
            && name.group(2).equals(space())
            && Files.isWritable(copy)
            && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          LOG.info("Removing {}: the process that made it has ended", copy);
          delete(copy);
        }
      }
    }
  }

  /** Returns the namespace that numbers of processes are of; empty if the system has none. */
  private static String space() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().replaceAll("\\W", "");
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  /** Deletes a directory. What cannot be deleted stays, and the log says so. */
  static void delete(Path directory) {
    try (Stream<Path> below = Files.walk(directory)) {
      List<Path> all = below.sorted(Comparator.reverseOrder()).toList();
      for (Path path : all) {
        // Another process may be removing what a third one has left.
        boolean unused = Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Cannot remove {} ({}); remove it yourself", directory, e.toString());
    }
  }
}
