/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import org.anchorage.core.artifact.Manifest;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The manifest as JSON with snake_case keys, in the directory it describes. */
final class ManifestFile {

  private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(NAMES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addMixIn(Manifest.Provenance.class, LeavesOutEmpty.class)
          .build();

  private static final String PROVENANCE = "provenance";

  /** Leaves unknown parts out of the file. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private interface LeavesOutEmpty {}

  private ManifestFile() {}

  static void write(FileSystem files, Path directory, Manifest manifest) throws IOException {
    byte[] json = bytes(manifest);
    try (OutputStream output = files.create(new Path(directory, Manifest.FILE), false)) {
      output.write(json);
    }
  }

  static byte[] bytes(Manifest manifest) throws IOException {
    return JSON.writeValueAsBytes(manifest);
  }

  /** Reads a manifest, and refuses one that is missing, of another kind, or too new. */
  static Manifest read(FileSystem files, Path directory, String kind, int newestFormat) {
    Path file = new Path(directory, Manifest.FILE);
    JsonNode json = json(files, file, kind, directory);
    String found = json.path("kind").asText();
    if (found.isEmpty()) {
      throw unreadable(file, new IOException("it names no kind"));
    }
    if (!found.equals(kind)) {
      throw new ArtifactException(
          "There is "
              + KindName.one(found)
              + " at "
              + directory
              + ", not "
              + KindName.one(kind)
              + "; check the path");
    }
    int format = json.path("format_version").asInt();
    if (format > newestFormat) {
      throw new ArtifactException(
          "The "
              + KindName.of(kind)
              + " at "
              + directory
              + " has format version "
              + format
              + ", and this program reads up to "
              + newestFormat
              + "; use a newer Anchorage (it was written by "
              + json.path("code_version").asText()
              + ")");
    }
    try {
      return JSON.treeToValue(withProvenance((ObjectNode) json), Manifest.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw unreadable(file, e);
    }
  }

  private static JsonNode json(FileSystem files, Path file, String kind, Path directory) {
    try (FSDataInputStream input = files.open(file)) {
      return JSON.readTree(input.readAllBytes());
    } catch (FileNotFoundException e) {
      throw new ArtifactException(
          "There is no "
              + KindName.of(kind)
              + " at "
              + directory
              + ": it holds no "
              + Manifest.FILE
              + "; check the path, or make the "
              + KindName.of(kind)
              + " first",
          e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Fills in unknown parts: the whole provenance for version 0.1, new parts for later ones. */
  private static JsonNode withProvenance(ObjectNode json) {
    ObjectNode known = JSON.createObjectNode();
    for (RecordComponent part : Manifest.Provenance.class.getRecordComponents()) {
      known.put(NAMES.translate(part.getName()), "");
    }
    JsonNode given = json.path(PROVENANCE);
    if (given instanceof ObjectNode parts) {
      known.setAll(parts);
    }
    if (given.isObject() || given.isMissingNode()) {
      json.set(PROVENANCE, known);
    }
    return json;
  }

  private static ArtifactException unreadable(Path file, Exception cause) {
    return new ArtifactException(
        "The manifest "
            + file
            + " cannot be read ("
            + Failure.reason(cause)
            + "); it or the file system is damaged: restore the artifact or make it again",
        cause);
  }
}
