/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.step.Engine;
import org.anchorage.worker.step.Learner;
import org.anchorage.worker.step.SavedState;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of one checkpoint: {@code network.zip} in the engine's own format (parameters, and the
 * optimiser's moments if they are averaged), {@code outer.bin} with the outer optimiser's momentum
 * if it has one, and {@code position.json}. Stateless and thread-safe.
 */
final class CheckpointFiles {

  private static final String NETWORK = "network.zip";
  private static final String OUTER = "outer.bin";
  private static final String POSITION = "position.json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private CheckpointFiles() {}

  /** The part of a {@link Position} that is not in the network. */
  private record Written(
      int epoch,
      int rounds,
      long images,
      long steps,
      int round,
      int iteration,
      boolean moments,
      int outer,
      EpochWork epochWork) {}

  /**
   * Writes the files.
   *
   * @param directory that exists
   * @param learner a network of the run's architecture; holds the position's parameters afterwards
   */
  static void write(Position position, Learner learner, Path directory, Configuration hadoop)
      throws IOException {
    RoundStart start = position.start();
    learner.setParameters(start.parameters());
    boolean moments = start.optimiserState().length > 0;
    if (moments) {
      learner.setOptimiserState(start.optimiserState());
    }
    learner.setIteration(start.iteration());
    Written written =
        new Written(
            position.epoch(),
            position.rounds(),
            position.images(),
            position.steps(),
            start.round(),
            start.iteration(),
            moments,
            position.outer().length,
            position.epochWork());
    FileSystem files = directory.getFileSystem(hadoop);
    try (OutputStream out =
        new BufferedOutputStream(files.create(new Path(directory, NETWORK)), 1 << 16)) {
      learner.write(out);
    }
    if (position.outer().length > 0) {
      try (OutputStream out =
          new BufferedOutputStream(files.create(new Path(directory, OUTER)), 1 << 16)) {
        FloatFile.write(position.outer(), out);
      }
    }
    try (OutputStream out = files.create(new Path(directory, POSITION))) {
      out.write(JSON.writeValueAsBytes(written));
    }
  }

  /**
   * Reads the files.
   *
   * @param engine that wrote the network
   * @throws ArtifactException if one cannot be read
   */
  static Position read(Path checkpoint, Engine engine, Configuration hadoop) {
    try {
      FileSystem files = checkpoint.getFileSystem(hadoop);
      Written written;
      try (InputStream in = files.open(new Path(checkpoint, POSITION))) {
        written = JSON.readValue(in, Written.class);
      }
      SavedState network;
      try (InputStream in =
          new BufferedInputStream(files.open(new Path(checkpoint, NETWORK)), 1 << 16)) {
        network = engine.readState(in);
      }
      float[] outer = new float[0];
      if (written.outer() > 0) {
        try (InputStream in = files.open(new Path(checkpoint, OUTER))) {
          outer = FloatFile.read(in, written.outer());
        }
      }
      RoundStart start =
          new RoundStart(
              written.round(),
              network.parameters(),
              written.moments() ? network.optimiserState() : new float[0],
              written.iteration());
      return new Position(
          written.epoch(),
          written.rounds(),
          written.images(),
          written.steps(),
          start,
          outer,
          written.epochWork());
    } catch (IOException e) {
      throw new ArtifactException("Cannot read " + checkpoint + ": " + e.getMessage(), e);
    }
  }
}
