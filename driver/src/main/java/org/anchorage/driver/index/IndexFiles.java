/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.worker.step.Embedder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What an index holds beside its vectors: the network ({@code network.zip}) and the settings that
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

  /** Returns the network as it was written. */
  byte[] network() {
    return bytes(NETWORK, "network");
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
      throw new ArtifactException(
          "Cannot read the " + what + " of the index at " + directory + ": " + e.getMessage(), e);
    }
  }
}
