/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes bad images as JSON lines, counts them by reason, and remembers the first ones. */
final class BadLog implements Closeable {

  private final ObjectMapper json = new ObjectMapper();
  private final OutputStream output;
  private final List<Bad> first = new ArrayList<>();
  private final Map<String, Long> byReason = new TreeMap<>();
  private long count;

  BadLog(OutputStream output) {
    this.output = output;
  }

  void add(Bad bad) throws IOException {
    count++;
    byReason.merge(bad.reason().written(), 1L, Long::sum);
    if (first.size() < ImportReport.MOST_BAD) {
      first.add(bad);
    }
    Map<String, String> line = new LinkedHashMap<>();
    line.put("id", bad.id());
    line.put("reason", bad.reason().written());
    line.put("detail", bad.detail());
    output.write(json.writeValueAsBytes(line));
    output.write('\n');
  }

  long count() {
    return count;
  }

  Map<String, Long> byReason() {
    return byReason;
  }

  List<Bad> first() {
    return first;
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}
