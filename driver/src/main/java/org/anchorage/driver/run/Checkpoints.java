/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.EncoderSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.train.Planning;
import org.anchorage.worker.step.Engine;
import org.anchorage.worker.step.Engines;
import org.anchorage.worker.step.Learner;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run, each an artifact of {@link CheckpointFiles}. A checkpoint is whole or
 * absent; a damaged one is skipped in favour of the one before.
 */
public final class Checkpoints {

  static final String KIND = "checkpoint";

  /** Version 1 holds a whole network. */
  private static final int WHOLE = 1;

  /** Version 2 may hold a part of one. */
  private static final int FORMAT = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  /** A checkpoint that verifies. */
  record Found(Manifest manifest, Position position) {}

  private final Path directory;
  private final Configuration hadoop;
  private final Artifacts artifacts;
  private final Map<String, String> settings;
  private final List<Manifest.Parent> parents;
  private final int keep;

  /**
   * Creates the checkpoints of a run; nothing is read or written yet.
   *
   * @param directory of the checkpoints
   * @param settings of the run, for manifests
   * @param parents what is trained on: the corpus, and the list of tuples if there is one
   * @param keep how many of the newest are kept, at least 1
   */
  public Checkpoints(
      Path directory,
      Configuration hadoop,
      Map<String, String> settings,
      List<Manifest.Parent> parents,
      int keep) {
    this.directory = directory;
    this.hadoop = hadoop;
    this.artifacts = new Artifacts(hadoop);
    this.settings = settings;
    this.parents = List.copyOf(parents);
    this.keep = keep;
  }

  /**
   * Writes a checkpoint and deletes those that are no longer kept.
   *
   * @param position to write
   * @param whole makes or returns a network of the run's architecture, which holds the position's
   *     parameters afterwards; not called if a part of the network moves
   * @throws ArtifactException if it cannot be written; earlier ones are intact
   */
  public void save(Position position, Supplier<Learner> whole) {
    Path target = new Path(directory, CheckpointName.of(position).written());
    clearDamaged(target);
    artifacts.write(
        target,
        WhenExists.REPLACE,
        new Draft(KIND, position.moving() == null ? WHOLE : FORMAT, settings, parents),
        temporary -> {
          CheckpointFiles.write(position, whole, temporary, hadoop);
          return new Contents(
              "",
              Map.of("epoch", (long) position.epoch(), "round", (long) position.start().round()));
        });
    drop();
  }

  /**
   * A directory at the target that is not a valid checkpoint was skipped on resume: replaces it.
   */
  private void clearDamaged(Path target) {
    try {
      FileSystem files = target.getFileSystem(hadoop);
      if (files.exists(target) && !opens(target)) {
        files.delete(target, true /* recursive */);
      }
    } catch (IOException e) {
      throw new ArtifactException("Cannot clear " + target + ": " + e.getMessage(), e);
    }
  }

  private boolean opens(Path checkpoint) {
    try {
      artifacts.open(checkpoint, KIND, FORMAT);
      return true;
    } catch (ArtifactException e) {
      return false;
    }
  }

  /** Keeps the newest valid checkpoints. Damaged ones do not count, and stay for inspection. */
  private void drop() {
    try {
      List<Path> whole = all(directory, hadoop).stream().filter(this::opens).toList();
      FileSystem files = directory.getFileSystem(hadoop);
      for (Path old : whole.subList(0, Math.max(0, whole.size() - keep))) {
        files.delete(old, true /* recursive */);
      }
    } catch (IOException e) {
      LOG.warn("Old checkpoints in {} could not be deleted: {}", directory, e.getMessage());
    }
  }

  /** Returns the checkpoints, oldest first, damaged ones included. */
  private static List<Path> all(Path directory, Configuration hadoop) throws IOException {
    FileSystem files = directory.getFileSystem(hadoop);
    if (!files.exists(directory)) {
      return List.of();
    }
    return Arrays.stream(files.listStatus(directory))
        .map(FileStatus::getPath)
        .filter(path -> CheckpointName.isOne(path.getName()))
        .sorted(Comparator.comparing(path -> CheckpointName.read(path.getName())))
        .toList();
  }

  /**
   * Removes what a killed run left half-written, and returns the newest position whose checkpoint
   * verifies; empty if there is no checkpoint.
   *
   * @throws ArtifactException if there are checkpoints and none verifies
   * @throws ConfigurationException if the run was trained on another corpus or list of tuples
   */
  public Optional<Position> newest() {
    sweep();
    Optional<Found> found = found(directory, hadoop);
    found.ifPresent(checkpoint -> refuseOthers(checkpoint.manifest()));
    return found.map(Found::position);
  }

  /**
   * Returns the newest position of a run, to be used on any corpus; empty if there is no
   * checkpoint.
   *
   * @throws ArtifactException if there are checkpoints and none verifies
   */
  public static Optional<Position> newestOf(Path directory, Configuration hadoop) {
    return found(directory, hadoop).map(Found::position);
  }

  /**
   * Returns the name of the newest checkpoint of a run, which may be damaged; empty if there is
   * none. No file is read.
   */
  static Optional<String> newestName(Path directory, Configuration hadoop) {
    List<Path> all = listed(directory, hadoop);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1).getName());
  }

  /**
   * As {@link #newestOf}, with what its manifest says. Lists again if checkpoints that were listed
   * are deleted before they are read.
   */
  static Optional<Found> found(Path directory, Configuration hadoop) {
    List<Path> listed = listed(directory, hadoop);
    while (true) {
      try {
        Optional<Found> found = newestWhole(directory, listed, hadoop);
        StartArtifact start = new StartArtifact(new Path(directory.getParent(), "start"), hadoop);
        found.ifPresent(checkpoint -> start.requireOf(checkpoint.manifest()));
        return found;
      } catch (ArtifactException e) {
        List<Path> now = listed(directory, hadoop);
        if (now.equals(listed)) {
          throw e;
        }
        listed = now;
      }
    }
  }

  private static List<Path> listed(Path directory, Configuration hadoop) {
    try {
      return all(directory, hadoop);
    } catch (IOException e) {
      throw new ArtifactException("Cannot list " + directory + ": " + e.getMessage(), e);
    }
  }

  /** Returns the engine of a manifest. Old runs name none: there was only one. */
  private static Engine engine(Manifest manifest) {
    return Engines.named(manifest.settings().getOrDefault(EncoderSettings.ENGINE.path(), "nd4j"));
  }

  private static Optional<Found> newestWhole(Path directory, List<Path> all, Configuration hadoop) {
    Artifacts artifacts = new Artifacts(hadoop);
    ArtifactException last = null;
    for (int i = all.size() - 1; i >= 0; i--) {
      try {
        Manifest manifest = artifacts.verify(all.get(i), KIND, FORMAT);
        return Optional.of(
            new Found(manifest, CheckpointFiles.read(all.get(i), engine(manifest), hadoop)));
      } catch (ArtifactException e) {
        LOG.warn("Skipping {}: {}", all.get(i), e.getMessage());
        last = e;
      }
    }
    if (last != null) {
      throw new ArtifactException(
          "No checkpoint in " + directory + " is whole; the oldest says: " + last.getMessage(),
          last);
    }
    return Optional.empty();
  }

  /** Removes half-written checkpoints of a killed run. */
  private void sweep() {
    try {
      artifacts.deleteHalfWritten(directory, CheckpointName.PREFIX);
    } catch (IOException e) {
      LOG.warn("Leftovers in {} could not be removed: {}", directory, e.getMessage());
    }
  }

  private void refuseOthers(Manifest manifest) {
    for (Manifest.Parent before : manifest.parents()) {
      for (Manifest.Parent now : parents) {
        if (now.kind().equals(before.kind()) && !now.fingerprint().equals(before.fingerprint())) {
          throw new ConfigurationException(
              now.kind().equals(Planning.TUPLES) ? BatchSettings.TUPLES : Settings.CORPUS,
              now.location(),
              "the run was trained on another one, at "
                  + before.location()
                  + " (fingerprint "
                  + before.fingerprint()
                  + ", not "
                  + now.fingerprint()
                  + "); resume with that, or begin another run");
        }
      }
    }
  }
}
