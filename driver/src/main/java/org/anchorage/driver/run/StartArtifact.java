/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.BackboneSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.driver.artifact.WhenExists;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's own copy of where it starts: the parameters of its whole network and loss, as floats in
 * one file. With it, a run needs its file of weights no more. Thread-safe.
 */
public final class StartArtifact {

  private static final Logger LOG = LoggerFactory.getLogger(StartArtifact.class);
  private static final String KIND = "start";
  private static final String WEIGHTS = "weights";
  private static final int FORMAT = 1;
  private static final String FILE = "parameters.bin";
  private static final String COUNT = "parameters";

  private final Path location;
  private final Configuration hadoop;

  StartArtifact(Path location, Configuration hadoop) {
    this.location = location;
    this.hadoop = hadoop;
  }

  /** Returns a file of weights as the parent of a start. */
  public static Manifest.Parent parent(Settings settings, WeightSource weights) {
    return new Manifest.Parent(WEIGHTS, settings.encoder().backbone().weights(), weights.sha256());
  }

  /** Returns the start of these parameters as the parent of a run's checkpoints. */
  public Manifest.Parent parent(float[] parameters) {
    return new Manifest.Parent(KIND, location.toString(), sha256(parameters));
  }

  /**
   * Refuses a start that is not the one that a checkpoint was trained from, e.g. another run's.
   *
   * @throws ArtifactException if it is another one; a start that is not there is none
   */
  void requireOf(Manifest checkpoint) {
    for (Manifest.Parent parent : checkpoint.parents()) {
      if (!parent.kind().equals(KIND) || !exists()) {
        continue;
      }
      String now = new Artifacts(hadoop).open(location, KIND, FORMAT).fingerprint();
      if (!now.equals(parent.fingerprint())) {
        throw new ArtifactException(
            "The start at "
                + location
                + " is not the one that the run's checkpoints were trained from (its SHA-256 is "
                + now
                + ", not "
                + parent.fingerprint()
                + "); restore that one");
      }
    }
  }

  /** Returns whether the run has one. */
  public boolean exists() {
    try {
      return location.getFileSystem(hadoop).exists(location);
    } catch (IOException e) {
      throw new ArtifactException("Cannot look at " + location + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes the start of a run that begins.
   *
   * @param parents the file of weights, if there is one
   * @throws ArtifactException if it cannot be written
   */
  public void write(
      float[] parameters, Map<String, String> settings, List<Manifest.Parent> parents) {
    new Artifacts(hadoop)
        .write(
            location,
            WhenExists.REPLACE,
            new Draft(KIND, FORMAT, settings, parents),
            temporary -> {
              Path file = new Path(temporary, FILE);
              try (OutputStream out =
                  new BufferedOutputStream(temporary.getFileSystem(hadoop).create(file), 1 << 16)) {
                FloatFile.write(parameters, out);
              }
              return new Contents(sha256(parameters), Map.of(COUNT, (long) parameters.length));
            });
  }

  /**
   * Deletes what a killed driver left where another run begins: a start, and half-written ones.
   *
   * @throws ArtifactException if it cannot be deleted
   */
  public void delete() {
    try {
      location.getFileSystem(hadoop).delete(location, true /* recursive */);
      new Artifacts(hadoop).deleteHalfWritten(location.getParent(), location.getName() + ".");
    } catch (IOException e) {
      throw new ArtifactException("Cannot delete " + location + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the parameters.
   *
   * @throws ArtifactException if there is no start, or a file of it is missing or has changed
   */
  public float[] read() {
    Manifest manifest = new Artifacts(hadoop).verify(location, KIND, FORMAT);
    Path file = new Path(location, FILE);
    try (InputStream in = new BufferedInputStream(file.getFileSystem(hadoop).open(file), 1 << 16)) {
      return FloatFile.read(in, Math.toIntExact(manifest.counts().getOrDefault(COUNT, 0L)));
    } catch (IOException e) {
      throw new ArtifactException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Refuses settings that name another file of weights than the run began with. A file that cannot
   * be read is not missed: the run goes on with its own copy.
   *
   * @throws ConfigurationException if the file's content has changed
   */
  public void requireSameWeights(Settings asked) {
    BackboneSettings backbone = asked.encoder().backbone();
    if (!backbone.hasWeights() || !exists()) {
      return;
    }
    Optional<Manifest.Parent> began =
        new Artifacts(hadoop)
            .open(location, KIND, FORMAT).parents().stream()
                .filter(parent -> parent.kind().equals(WEIGHTS))
                .findFirst();
    String now;
    try {
      now = sha256(new Path(backbone.weights()));
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn(
          "The weights at {} cannot be read ({}); the run goes on with its own copy in {}",
          backbone.weights(),
          e.getMessage(),
          location);
      return;
    }
    String then = began.map(Manifest.Parent::fingerprint).orElse("none");
    if (!now.equals(then)) {
      throw new ConfigurationException(
          BackboneSettings.WEIGHTS,
          backbone.weights(),
          String.format(
              Locale.ROOT,
              "its SHA-256 is %s, and the run began with weights of %s; name that file, or begin"
                  + " another run",
              now,
              then));
    }
  }

  /** Returns the SHA-256 of floats as {@link FloatFile} writes them. */
  private static String sha256(float[] values) {
    MessageDigest digest = Sha256.digest();
    try {
      FloatFile.write(values, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    } catch (IOException e) {
      throw new UncheckedIOException("A stream to nowhere failed: " + e.getMessage(), e);
    }
    return Sha256.written(digest);
  }

  private String sha256(Path file) throws IOException {
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      return Sha256.of(in);
    }
  }
}
