/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.part.Snapshot;
import org.anchorage.driver.index.store.Generation;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The files of an index of format 3 as they are now: the generation that the manifest names, and
 * the batches since. They may be compacted while they are read; then reading begins again. Not
 * thread-safe.
 */
public final class CurrentFiles {

  private final Path location;
  private final Configuration hadoop;
  private final Function<Generation, Snapshot> base;
  private final LogReplay log;

  /** Checksums of what was opened last: other files are another index, or a newer generation. */
  private Map<String, String> opened = Map.of();

  /**
   * Opens nothing yet.
   *
   * @param base how a generation is opened: {@link Generation#open} or {@link Generation#openItems}
   */
  public CurrentFiles(Path location, Configuration hadoop, Function<Generation, Snapshot> base) {
    this.location = location;
    this.hadoop = hadoop;
    this.base = base;
    this.log = new LogReplay(location, hadoop);
  }

  /**
   * Opens the index.
   *
   * @param named the manifest as it was read just now
   * @throws ArtifactException if a file is missing or damaged
   */
  public Snapshot open(Manifest named) {
    try {
      Snapshot snapshot = withLog(base.apply(new Generation(location, named, hadoop)));
      opened = named.checksums();
      return snapshot;
    } catch (ArtifactException e) {
      // Compactions may just have removed the generation, or batches that follow it.
      Manifest now = new Generations(location, hadoop).manifest();
      if (now.checksums().equals(named.checksums())) {
        throw e;
      }
      return open(now);
    }
  }

  private Snapshot withLog(Snapshot generation) {
    try {
      return log.open(generation);
    } catch (RuntimeException | Error e) {
      generation.close();
      throw e;
    }
  }

  /**
   * Opens it again if others have changed it; parts that are the same are shared.
   *
   * @param held what was opened last
   * @param now the manifest as it was read just now
   * @throws ArtifactException if a file is missing or damaged
   */
  public Optional<Snapshot> newer(Snapshot held, Manifest now) {
    return now.checksums().equals(opened) ? log.newer(held) : Optional.of(open(now));
  }
}
