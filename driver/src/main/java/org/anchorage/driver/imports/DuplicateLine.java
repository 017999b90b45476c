/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** An image that repeats another as a JSON line. */
final class DuplicateLine {

  private static final ObjectMapper JSON = new ObjectMapper();

  private DuplicateLine() {}

  static void write(Copies.Repeated repeated, OutputStream out) throws IOException {
    Map<String, String> line = new LinkedHashMap<>();
    Copy copy = repeated.copy();
    Copy first = repeated.first();
    line.put("id", copy.id());
    line.put("class_name", copy.group().className());
    line.put("split", copy.group().split().written());
    line.put("first_id", first.id());
    line.put("first_class_name", first.group().className());
    line.put("first_split", first.group().split().written());
    line.put("sha256", copy.sha256());
    out.write(JSON.writeValueAsBytes(line));
    out.write('\n');
  }
}
