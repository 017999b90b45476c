/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A file of reference vectors.
 *
 * @param name of the file
 * @param root of its JSON
 * @param batches that the file defines, by id
 */
record ReferenceFile(String name, JsonNode root, Map<String, ReferenceBatch> batches) {

  /**
   * Reads the reference files of a folder, in the order of their names.
   *
   * @throws IllegalArgumentException if there is no such file, or one is not JSON
   */
  static List<ReferenceFile> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<ReferenceFile> read =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .sorted()
              .map(ReferenceFile::read)
              .toList();
      if (read.isEmpty()) {
        throw new IllegalArgumentException(
            "There is no .json file in " + folder + "; pass a folder of reference vectors");
      }
      return read;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Cannot read the folder " + folder + "; pass a folder of reference vectors", e);
    }
  }

  private static ReferenceFile read(Path file) {
    try {
      JsonNode root = JsonMapper.builder().build().readTree(Files.readAllBytes(file));
      Map<String, ReferenceBatch> batches = new HashMap<>();
      for (JsonNode batch : root.path("batches")) {
        batches.put(batch.get("id").textValue(), ReferenceBatch.of(batch));
      }
      return new ReferenceFile(file.getFileName().toString(), root, batches);
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new IllegalArgumentException(
          file + " is not JSON: " + e.getOriginalMessage() + "; check that it was copied whole", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
