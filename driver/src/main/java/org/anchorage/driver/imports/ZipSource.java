/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Image files in zip archives, one folder per class. A task lists an archive from its central
 * directory. Nothing is unpacked to disk, so an entry that would climb out of the archive does no
 * harm. It is listed as bad all the same.
 */
final class ZipSource implements Source {

  private final String description;
  private final List<String> archives;
  private final List<FolderRule> rules;

  /**
   * Creates a source.
   *
   * @param archives their URIs
   * @param rules how the paths of each archive name classes
   */
  ZipSource(String description, List<String> archives, List<FolderRule> rules) {
    this.description = description;
    this.archives = List.copyOf(archives);
    this.rules = List.copyOf(rules);
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public List<FolderRule> rules() {
    return rules;
  }

  @Override
  public List<Part> parts(int wanted) {
    List<Part> parts = new ArrayList<>();
    for (int group = 0; group < archives.size(); group++) {
      parts.add(new Archive(group, archives.get(group)));
    }
    return parts;
  }

  private record Archive(int group, String file) implements Part {

    @Override
    public Iterator<Entry> list(Configuration hadoop) throws IOException {
      return new ZipDirectory(group, file, hadoop).entries();
    }
  }
}
