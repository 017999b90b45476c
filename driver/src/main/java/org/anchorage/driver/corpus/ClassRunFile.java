/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.corpus.Split;

/**
 * The file {@value #NAME} of a corpus in format 2: its {@link ClassRun}s as JSON lines, in order.
 * Stateless and thread-safe.
 */
public final class ClassRunFile {

  /** Name of the file, in the corpus's directory. */
  public static final String NAME = "runs.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();

  private ClassRunFile() {}

  /** Writes one stretch as a line. */
  public static void write(ClassRun run, OutputStream out) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("shard", run.shard());
    line.put("split", run.split().written());
    line.put("class_name", run.className());
    line.put("items", run.items());
    out.write(JSON.writeValueAsBytes(line));
    out.write('\n');
  }

  /**
   * Reads all lines; the stream stays open.
   *
   * @throws IOException if a line is not what {@link #write} writes
   */
  public static List<ClassRun> read(InputStream in) throws IOException {
    List<ClassRun> runs = new ArrayList<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      runs.add(parsed(line, runs.size() + 1));
    }
    return runs;
  }

  private static ClassRun parsed(String line, int number) throws IOException {
    JsonNode fields = JSON.readTree(line);
    if (!fields.path("shard").isInt()
        || !fields.path("split").isTextual()
        || !fields.path("class_name").isTextual()
        || !fields.path("items").isInt()) {
      throw new IOException(
          "line " + number + " of " + NAME + " names no shard, split, class_name and items");
    }
    return new ClassRun(
        fields.path("shard").intValue(),
        Split.of(fields.path("split").textValue()),
        fields.path("class_name").textValue(),
        fields.path("items").intValue());
  }
}
