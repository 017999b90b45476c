/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.anchorage.core.corpus.Split;

/** Several sources as one, one after the other. */
final class SourceSequence implements Source {

  private final String description;
  private final List<Source> parts;

  SourceSequence(String description, List<Source> parts) {
    this.description = description;
    this.parts = List.copyOf(parts);
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public long estimatedCount() {
    long sum = 0;
    for (Source part : parts) {
      long count = part.estimatedCount();
      if (count < 0) {
        return -1;
      }
      sum += count;
    }
    return sum;
  }

  @Override
  public Set<String> classes(Split split) throws IOException {
    Set<String> names = new TreeSet<>();
    for (Source part : parts) {
      names.addAll(part.classes(split));
    }
    return names;
  }

  @Override
  public void read(Sink sink) throws IOException {
    for (Source part : parts) {
      part.read(sink);
    }
  }

  @Override
  public void close() throws IOException {
    for (Source part : parts) {
      part.close();
    }
  }
}
