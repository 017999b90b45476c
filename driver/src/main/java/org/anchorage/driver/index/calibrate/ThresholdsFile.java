/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.calibrate;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Failure;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.driver.index.Thresholds;
import org.anchorage.driver.index.log.Durable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;

/**
 * The thresholds of an index, in its file {@value #NAME}. The file lies beside the generations and
 * is not in the manifest: a compaction changes no distance, so it keeps the file, and calibrating
 * needs no lease. The file names the network, so an index that was made anew with another network
 * does not take it for its own. Stateless and thread-safe.
 *
 * @param index the index's directory
 * @param hadoop for files
 */
public record ThresholdsFile(Path index, Configuration hadoop) {

  /** Name in the index's directory. */
  static final String NAME = "thresholds.json";

  private static final int FORMAT = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Path file() {
    return new Path(index, NAME);
  }

  /**
   * Writes the file, whole or not at all. It is on the disk when this returns.
   *
   * @throws ArtifactException if it cannot be written; the one before is then as it was
   */
  void write(Thresholds thresholds) {
    JsonNode content = JSON.valueToTree(thresholds);
    ObjectNode whole = JSON.createObjectNode();
    whole.put("format_version", FORMAT);
    try {
      whole.put("sha256", sum(content));
      whole.set("thresholds", content);
      new Durable(file(), hadoop).replace(JSON.writeValueAsBytes(whole), () -> {});
    } catch (IOException | FSError e) {
      throw new ArtifactException(
          "Cannot write "
              + file()
              + ": "
              + Failure.reason(e)
              + ". The index is as it was; make room there, and calibrate again",
          e);
    }
  }

  private static String sum(JsonNode content) throws IOException {
    return Sha256.of(new ByteArrayInputStream(JSON.writeValueAsBytes(content)));
  }

  /**
   * Reads the file, if there is one.
   *
   * @throws ArtifactException if it is damaged, too new, or cannot be read
   */
  public Optional<Thresholds> read() {
    try (InputStream in = file().getFileSystem(hadoop).open(file())) {
      JsonNode whole = JSON.readTree(in.readAllBytes());
      if (whole.path("format_version").asInt() > FORMAT) {
        throw new ArtifactException(
            file() + " was written by a newer Anchorage; use that one, or calibrate again");
      }
      JsonNode content = whole.path("thresholds");
      if (!sum(content).equals(whole.path("sha256").asText())) {
        throw new ArtifactException(damaged("its checksum is another"));
      }
      return Optional.of(JSON.treeToValue(content, Thresholds.class));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException | FSError e) {
      throw new ArtifactException(damaged(Failure.reason(e)), e);
    }
  }

  private String damaged(String why) {
    return "Cannot read " + file() + ": " + why + "; run index calibrate again, or delete the file";
  }
}
