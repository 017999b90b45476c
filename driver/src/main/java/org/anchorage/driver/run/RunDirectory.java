/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Replacement;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's directory: {@code run.conf} (every setting), {@code start/} (if the run has one), {@code
 * metrics.jsonl}, {@code checkpoints/}, {@code mined/}, {@code report.html}, and {@code
 * planned-NNNN.json} of each epoch if it is mined beside training. Single files are written under a
 * temporary name and renamed.
 */
public final class RunDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);

  private static final String CONF = "run.conf";
  private static final String MINED = "mined";

  private final Path location;
  private final Configuration hadoop;

  /**
   * Names a run.
   *
   * @throws ConfigurationException if the URI is empty
   */
  public RunDirectory(String uri, Configuration hadoop) {
    if (uri.isBlank()) {
      throw new ConfigurationException(
          Settings.RUN, "", "name the run's directory, e.g. run=runs/first");
    }
    this.location = new Path(uri);
    this.hadoop = hadoop;
  }

  /** Returns where the run lies. */
  public Path location() {
    return location;
  }

  /** Returns the directory of checkpoints. */
  public Path checkpoints() {
    return new Path(location, "checkpoints");
  }

  /** Returns whether there is a whole checkpoint. It is read. */
  public boolean hasCheckpoint() {
    return Checkpoints.newestOf(checkpoints(), hadoop).isPresent();
  }

  /** Returns the run's own copy of where it starts; a run that starts from nothing has none. */
  public StartArtifact start() {
    return new StartArtifact(new Path(location, "start"), hadoop);
  }

  /** Returns the directory of the run's mined tables. */
  public Path mined() {
    return new Path(location, MINED);
  }

  /** Returns where the table lies that the run mines after an epoch. */
  public Path mined(int epoch) {
    return new Path(mined(), String.format(Locale.ROOT, "epoch-%04d", epoch));
  }

  /** Returns where the table lies that is mined from a checkpoint beside the run. */
  public Path mined(Position checkpoint) {
    return new Path(mined(), "round-" + checkpoint.start().round());
  }

  /**
   * Removes what killed drivers have left half-written of mined tables. Nobody else may be writing
   * such tables. A failure is only logged.
   *
   * @param name the tables whose names begin with it
   */
  public void sweepMined(String name) {
    try {
      new Artifacts(hadoop).deleteHalfWritten(mined(), name);
    } catch (IOException e) {
      LOG.warn("Leftovers in {} could not be removed: {}", mined(), e.getMessage());
    }
  }

  /**
   * Returns where vectors lie while a stage needs them.
   *
   * @param stage e.g. {@code mine}
   */
  public Path vectors(String stage) {
    return new Path(location, "vectors/" + stage);
  }

  /** Deletes what a stage has left in {@link #vectors}, of earlier tries too. */
  public void deleteVectors(String stage) {
    try {
      files().delete(vectors(stage), true /* recursive */);
      VectorPlace.deleteEmpty(files(), vectors(stage).getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot delete " + vectors(stage) + ": " + e.getMessage() + "; delete it yourself", e);
    }
  }

  /** Returns where the report lies. */
  public Path report() {
    return new Path(location, "report.html");
  }

  /** Returns whether a run was begun here. */
  public boolean exists() {
    try {
      return files().exists(new Path(location, CONF));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + location + ": " + e.getMessage(), e);
    }
  }

  /**
   * Begins a run. Places in its settings are written as whole URIs.
   *
   * @throws ArtifactException if one lies here already, or it cannot be written
   */
  public void create(RunSettings settings) {
    requireFree();
    replaceSettings(settings);
  }

  /** Replaces the settings of a run that is resumed with others, as {@link #create} writes them. */
  public void replaceSettings(RunSettings now) {
    write(CONF, new Places(hadoop).qualified(now).render());
  }

  /**
   * Refuses a place that already has a run.
   *
   * @throws ArtifactException if there is one
   */
  public void requireFree() {
    if (exists()) {
      throw new ArtifactException(
          "A run lies at "
              + location
              + " already; go on with it by --resume, or give another run=URI");
    }
  }

  /**
   * Returns the settings that the run was begun with.
   *
   * @throws ArtifactException if there is no run here
   */
  public RunSettings settings() {
    if (!exists()) {
      throw new ArtifactException(
          "There is no run at " + location + " (no " + CONF + "); begin one with train");
    }
    try (FSDataInputStream in = files().open(new Path(location, CONF))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SettingsReader.recorded().with(text, location + "/" + CONF).read();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read " + CONF + " of the run at " + location + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the settings to open the run with: those asked for, if they describe the run's network.
   * Where they say {@code auto}, the run's own value stands.
   *
   * @throws ConfigurationException if they describe another network
   */
  public RunSettings ofSameNetwork(RunSettings asked) {
    SettingsRules rules = new SettingsRules(location, settings(), new Places(hadoop));
    RunSettings settled = rules.settled(asked);
    rules.requireSameNetwork(settled);
    return settled;
  }

  /**
   * Returns the settings to resume with: those asked for, if they describe the same run. Where they
   * say {@code auto}, the run's own value stands.
   *
   * @throws ConfigurationException if they describe another run, or the file of weights has changed
   */
  public RunSettings resumed(RunSettings asked) {
    SettingsRules rules = new SettingsRules(location, settings(), new Places(hadoop));
    RunSettings settled = rules.settled(asked);
    rules.requireSameRun(settled);
    start().requireSameWeights(settled.typed());
    return settled;
  }

  /** Writes a file of the run, completely or not at all. */
  public void write(String name, String text) {
    Path temporary = new Path(location, "." + name + ".tmp");
    Path target = new Path(location, name);
    try {
      Replacement.write(
          files(),
          temporary,
          target,
          hadoop,
          out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new ArtifactException(
          "Cannot write " + target + ": " + e.getMessage() + ". Free space or give another run=URI",
          e);
    }
  }

  private FileSystem files() throws IOException {
    return location.getFileSystem(hadoop);
  }
}
