/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.anchorage.driver.corpus.TinyCorpus;
import org.apache.hadoop.conf.Configuration;

/**
 * Copies of the shared corpus on a faulty disk, and the faults that are armed there.
 *
 * @param directory of the copies and the faults
 */
public record Faults(Path directory) {

  /** Installs the faulty disk. */
  public static Faults in(Path directory, Configuration hadoop) throws IOException {
    Faults faults = new Faults(directory);
    FaultyDisk.install(hadoop, Files.createDirectories(faults.armed()));
    return faults;
  }

  /** Returns where faults are armed. */
  public Path armed() {
    return directory.resolve("faults");
  }

  /** Returns the file of a fault; it is there while the fault is armed. */
  public Path fault(String fault) {
    return armed().resolve(fault);
  }

  /** Arms a fault for the next process that opens a shard. */
  public void arm(String fault) {
    try {
      Files.createFile(fault(fault));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies the corpus to where executors have not read it yet. */
  public Path corpus(String name) throws IOException {
    Path from = Path.of(URI.create(TinyCorpus.location()));
    Path to = directory.resolve(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }

  /** Copies the corpus to the faulty disk. */
  public String faulty(String name) throws IOException {
    return "faulty://" + corpus(name);
  }
}
