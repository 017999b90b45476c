/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.network;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Engines;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A network that embeds images, with the settings that it was trained with. In a directory it is
 * two files: {@code network.zip} (the engine's format) and {@code run.conf}. The settings name the
 * engine, the size of images, and how pixels become floats.
 *
 * <p>Immutable and thread-safe; as large as the network's parameters.
 *
 * @param bytes of {@code network.zip}; kept, not copied, and not to be changed
 * @param conf text of {@code run.conf}
 */
public record SavedNetwork(byte[] bytes, String conf) implements Serializable {

  private static final String NETWORK = "network.zip";
  private static final String CONF = "run.conf";

  /** Returns a network as it is now. */
  public static SavedNetwork of(Embedder network, RunSettings settings) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    network.write(bytes);
    return new SavedNetwork(bytes.toByteArray(), settings.render());
  }

  /**
   * Reads the network in a directory.
   *
   * @throws ArtifactException if a file is missing or cannot be read
   */
  public static SavedNetwork read(Path directory, Configuration hadoop) {
    byte[] network = bytes(new Path(directory, NETWORK), "network", hadoop);
    byte[] conf = bytes(new Path(directory, CONF), "settings", hadoop);
    return new SavedNetwork(network, new String(conf, StandardCharsets.UTF_8));
  }

  /**
   * Reads the settings of the network in a directory, and not the network.
   *
   * @throws ArtifactException if the file is missing or cannot be read
   */
  public static RunSettings settings(Path directory, Configuration hadoop) {
    byte[] conf = bytes(new Path(directory, CONF), "settings", hadoop);
    return settings(new String(conf, StandardCharsets.UTF_8));
  }

  private static byte[] bytes(Path file, String what, Configuration hadoop) {
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ArtifactException(
          "Cannot read the " + what + " in " + file.getParent() + ": " + e.getMessage(), e);
    }
  }

  /** Writes both files into a directory. */
  public void write(Path directory, Configuration hadoop) throws IOException {
    FileSystem files = directory.getFileSystem(hadoop);
    try (OutputStream out = files.create(new Path(directory, NETWORK))) {
      out.write(bytes);
    }
    try (OutputStream out = files.create(new Path(directory, CONF))) {
      out.write(conf.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Returns the settings that the network was trained with. */
  public RunSettings settings() {
    return settings(conf);
  }

  private static RunSettings settings(String conf) {
    return SettingsReader.recorded().with(conf, CONF).read();
  }

  /**
   * Makes an embedder, on the engine that the settings name. Call it on the thread that will embed,
   * because engines may keep memory by thread.
   *
   * @throws ArtifactException if the bytes are not such a network
   */
  public Embedder embedder() {
    RunSettings settings = settings();
    try {
      return Engines.of(settings.typed())
          .readEmbedder(settings.typed(), new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new ArtifactException("Cannot read a saved network: " + e.getMessage(), e);
    }
  }

  /** Returns the number of bytes alone. */
  @Override
  public String toString() {
    return "SavedNetwork[" + bytes.length + " bytes]";
  }
}
