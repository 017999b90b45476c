/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Engines;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of an index beside its vectors: the network ({@code network.zip}) and the settings that
 * it was trained with ({@code run.conf}). Thread-safe.
 */
final class IndexFiles {

  private static final String NETWORK = "network.zip";
  private static final String CONF = "run.conf";

  private final Path directory;
  private final Configuration hadoop;

  IndexFiles(Path directory, Configuration hadoop) {
    this.directory = directory;
    this.hadoop = hadoop;
  }

  void write(Embedder network, RunSettings settings) throws IOException {
    FileSystem files = directory.getFileSystem(hadoop);
    try (OutputStream out = new BufferedOutputStream(files.create(new Path(directory, NETWORK)))) {
      network.write(out);
    }
    try (OutputStream out = files.create(new Path(directory, CONF))) {
      out.write(settings.render().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Returns the bytes of the network. */
  byte[] network() {
    return bytes(NETWORK, "network");
  }

  /** Makes an embedder from the network's bytes, on the engine that its settings name. */
  Embedder embedder(Settings settings, byte[] network) {
    try {
      return Engines.of(settings).readEmbedder(settings, new ByteArrayInputStream(network));
    } catch (IOException e) {
      throw unreadable("network", e);
    }
  }

  /** Returns the settings that the network was trained with. */
  RunSettings settings() {
    String text = new String(bytes(CONF, "settings"), StandardCharsets.UTF_8);
    return SettingsReader.defaults().with(text, directory + "/" + CONF).read();
  }

  private byte[] bytes(String name, String what) {
    Path file = new Path(directory, name);
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(what, e);
    }
  }

  private ArtifactException unreadable(String what, IOException e) {
    return new ArtifactException(
        "Cannot read the " + what + " of the index at " + directory + ": " + e.getMessage(), e);
  }
}
