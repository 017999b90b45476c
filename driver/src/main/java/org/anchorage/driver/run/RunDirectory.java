/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Replacement;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A run's directory: {@code run.conf} (every setting), {@code metrics.jsonl}, {@code checkpoints/},
 * {@code mined/}, {@code report.html}. Single files are written under a temporary name and renamed.
 */
public final class RunDirectory {

  private static final String CONF = "run.conf";
  private static final Set<String> SHAPES_NETWORK =
      Set.of(
          "image.width",
          "image.height",
          "image.channels",
          "encoder.name",
          "encoder.width",
          "embedding.dim",
          "embedding.normalise");

  private final Path location;
  private final Configuration hadoop;

  /**
   * Names a run.
   *
   * @throws ConfigurationException if the URI is empty
   */
  public RunDirectory(String uri, Configuration hadoop) {
    if (uri.isBlank()) {
      throw new ConfigurationException("run", "", "say where the run lies, e.g. run=runs/first");
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

  /** Returns where the table mined after an epoch lies. */
  public Path mined(int epoch) {
    return new Path(location, String.format("mined/epoch-%04d", epoch));
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
   * Begins a run.
   *
   * @throws ArtifactException if one lies here already, or it cannot be written
   */
  public void create(SettingsReader settings) {
    requireFree();
    write(CONF, settings.render());
  }

  /** Replaces the settings of a run, as one that is resumed with others does. */
  public void replaceSettings(SettingsReader now) {
    write(CONF, now.render());
  }

  /**
   * Refuses a place where a run lies.
   *
   * @throws ArtifactException if one does
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
  public SettingsReader settings() {
    if (!exists()) {
      throw new ArtifactException(
          "There is no run at " + location + " (no " + CONF + "); begin one with train");
    }
    try (FSDataInputStream in = files().open(new Path(location, CONF))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SettingsReader.defaults().with(text, location + "/" + CONF);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read " + CONF + " of the run at " + location + ": " + e.getMessage(), e);
    }
  }

  /**
   * Refuses settings to use the run's network with that describe another one.
   *
   * @throws ConfigurationException if they do
   */
  public void requireSameNetwork(SettingsReader asked) {
    SettingsReader begun = settings();
    Map<String, String> now = asked.flat();
    begun
        .flat()
        .forEach(
            (key, before) -> {
              String after = now.getOrDefault(key, "");
              if (SHAPES_NETWORK.contains(key) && !before.equals(after)) {
                throw new ConfigurationException(
                    key,
                    after,
                    "the network of the run at "
                        + location
                        + " was trained with "
                        + before
                        + "; leave it out");
              }
            });
  }

  /**
   * Returns the settings to resume with: those asked for, where they differ from the run's own in
   * nothing that would make it another run.
   *
   * @throws ConfigurationException if they differ in more
   */
  public SettingsReader resumed(SettingsReader asked) {
    Map<String, String> begun = settings().flat();
    Map<String, String> now = asked.flat();
    TreeSet<String> keys = new TreeSet<>(begun.keySet());
    keys.addAll(now.keySet());
    for (String key : keys) {
      String before = begun.getOrDefault(key, "");
      String after = now.getOrDefault(key, "");
      if (!before.equals(after) && !mayChange(key, begun)) {
        throw new ConfigurationException(
            key,
            after,
            "the run at "
                + location
                + " was begun with "
                + before
                + "; resume with that, or begin another run");
      }
    }
    return asked;
  }

  private static boolean mayChange(String key, Map<String, String> begun) {
    // A rate that falls to nothing over the epochs has used them up; a share of them is fixed too.
    boolean open =
        begun.getOrDefault("optimiser.schedule", "constant").equals("constant")
            && !begun.getOrDefault("rounds.schedule", "constant").equals("post-local");
    return key.equals("run")
        || key.equals("rounds.gather-mb")
        || (key.equals("epochs") && open)
        || key.startsWith("spark.")
        || key.startsWith("memory.")
        || key.startsWith("evaluate.")
        || key.startsWith("checkpoint.");
  }

  /** Writes a file of the run, whole or not at all. */
  public void write(String name, String text) {
    Path temporary = new Path(location, "." + name + ".tmp");
    Path target = new Path(location, name);
    try {
      FileSystem files = files();
      try (FSDataOutputStream out = files.create(temporary, true /* overwrite */)) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      Replacement.rename(files, temporary, target, hadoop);
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
