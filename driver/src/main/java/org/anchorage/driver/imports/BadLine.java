/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** A bad image as a JSON line. */
final class BadLine {

  private static final ObjectMapper JSON = new ObjectMapper();

  private BadLine() {}

  static void write(Bad bad, OutputStream out) throws IOException {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("id", bad.id());
    line.put("reason", bad.reason().written());
    line.put("detail", bad.detail());
    out.write(JSON.writeValueAsBytes(line));
    out.write('\n');
  }
}
