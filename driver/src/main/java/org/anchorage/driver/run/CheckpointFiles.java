/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.step.Engine;
import org.anchorage.worker.step.Learner;
import org.anchorage.worker.step.SavedState;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of one checkpoint: parameters, the optimiser's moments if they are averaged, {@code
 * outer.bin} with the outer optimiser's momentum if it has one, and {@code position.json}. If the
 * whole network moves, parameters and moments are in {@code network.zip}, in the engine's own
 * format. If a part moves, that part's are in {@code moving.bin} and {@code moments.bin}. Stateless
 * and thread-safe.
 */
final class CheckpointFiles {

  private static final String NETWORK = "network.zip";
  private static final String MOVING = "moving.bin";
  private static final String MOMENTS = "moments.bin";
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
      // Left out of whole networks, as earlier versions write and read them.
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Part part,
      EpochWork epochWork) {}

  /** How much of the network the floats beside it are. */
  private record Part(String trainable, int parameters, int moments) {}

  /**
   * Writes the files.
   *
   * @param directory that exists
   * @param whole makes or returns a network of the run's architecture, which holds the position's
   *     parameters afterwards; not called if a part of the network moves
   */
  static void write(
      Position position, Supplier<Learner> whole, Path directory, Configuration hadoop)
      throws IOException {
    RoundStart start = position.start();
    FileSystem files = directory.getFileSystem(hadoop);
    Trainable moving = position.moving();
    Part part = null;
    if (moving == null) {
      writeWhole(start, whole.get(), new Path(directory, NETWORK), files);
    } else {
      int moments = start.optimiserState().length;
      part = new Part(moving.written(), start.parameters().length, moments);
      writeFloats(start.parameters(), new Path(directory, MOVING), files);
      if (moments > 0) {
        writeFloats(start.optimiserState(), new Path(directory, MOMENTS), files);
      }
    }
    Written written =
        new Written(
            position.epoch(),
            position.rounds(),
            position.images(),
            position.steps(),
            start.round(),
            start.iteration(),
            start.optimiserState().length > 0,
            position.outer().length,
            part,
            position.epochWork());
    if (position.outer().length > 0) {
      writeFloats(position.outer(), new Path(directory, OUTER), files);
    }
    try (OutputStream out = files.create(new Path(directory, POSITION))) {
      out.write(JSON.writeValueAsBytes(written));
    }
  }

  private static void writeWhole(RoundStart start, Learner learner, Path file, FileSystem files)
      throws IOException {
    learner.setParameters(start.parameters());
    if (start.optimiserState().length > 0) {
      learner.setOptimiserState(start.optimiserState());
    }
    learner.setIteration(start.iteration());
    try (OutputStream out = new BufferedOutputStream(files.create(file), 1 << 16)) {
      learner.write(out);
    }
  }

  private static void writeFloats(float[] values, Path file, FileSystem files) throws IOException {
    try (OutputStream out = new BufferedOutputStream(files.create(file), 1 << 16)) {
      FloatFile.write(values, out);
    }
  }

  private static float[] readFloats(Path file, int count, FileSystem files) throws IOException {
    try (InputStream in = new BufferedInputStream(files.open(file), 1 << 16)) {
      return FloatFile.read(in, count);
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
      float[] outer = new float[0];
      if (written.outer() > 0) {
        outer = readFloats(new Path(checkpoint, OUTER), written.outer(), files);
      }
      SavedState state = state(written, checkpoint, engine, files);
      Part part = written.part();
      return new Position(
          written.epoch(),
          written.rounds(),
          written.images(),
          written.steps(),
          new RoundStart(
              written.round(), state.parameters(), state.optimiserState(), written.iteration()),
          part == null ? null : Trainable.of(part.trainable()),
          outer,
          written.epochWork());
    } catch (IOException e) {
      throw new ArtifactException("Cannot read " + checkpoint + ": " + e.getMessage(), e);
    }
  }

  private static SavedState state(Written written, Path checkpoint, Engine engine, FileSystem files)
      throws IOException {
    Part part = written.part();
    if (part != null) {
      return new SavedState(
          readFloats(new Path(checkpoint, MOVING), part.parameters(), files),
          part.moments() == 0
              ? new float[0]
              : readFloats(new Path(checkpoint, MOMENTS), part.moments(), files));
    }
    try (InputStream in =
        new BufferedInputStream(files.open(new Path(checkpoint, NETWORK)), 1 << 16)) {
      SavedState network = engine.readState(in);
      return written.moments() ? network : new SavedState(network.parameters(), new float[0]);
    }
  }
}
