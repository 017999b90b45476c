/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Image files in tar archives. In folders, one folder per class: paths of all archives together
 * name classes. Or as WebDataset writes them: files of one base name are a sample. A task scans an
 * archive's headers.
 */
final class TarSource implements Source {

  private final String description;
  private final List<String> archives;
  private final boolean samples;

  private TarSource(String description, List<String> archives, boolean samples) {
    this.description = description;
    this.archives = List.copyOf(archives);
    this.samples = samples;
  }

  /** Archives of folders. */
  static TarSource folders(String place, List<String> archives) {
    return new TarSource("tar archives " + place, archives, false);
  }

  /** Archives of samples, as of WebDataset. */
  static TarSource samples(String place, List<String> archives) {
    return new TarSource("WebDataset archives " + place, archives, true);
  }

  /** Returns whether an archive begins with files that label others. */
  static boolean hasSamples(String archive, Configuration hadoop) throws IOException {
    try (TarEntries entries = new TarEntries(archive, hadoop)) {
      for (int i = 0; i < 10; i++) {
        TarEntries.@Nullable TarFile file = entries.next();
        if (file == null) {
          return false;
        }
        if (Sample.isNote(Sample.extension(file.name()))) {
          return true;
        }
      }
      return false;
    }
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public List<FolderRule> rules() {
    return samples
        ? List.of()
        : List.of(new FolderRule(FolderRule.Wrapping.STRIPPED, null, ImagePath.Names.PLAIN));
  }

  @Override
  public List<Part> parts(int wanted) {
    List<Part> parts = new ArrayList<>();
    for (String archive : archives) {
      parts.add(samples ? new Samples(archive) : new Folders(archive));
    }
    return parts;
  }

  private record Folders(String archive) implements Part {

    @Override
    public Iterator<Entry> list(Configuration hadoop) throws IOException {
      TarEntries entries = new TarEntries(archive, hadoop);
      return new EntryIterator() {
        @Override
        @Nullable Entry advance() throws IOException {
          TarEntries.@Nullable TarFile file = entries.next();
          if (file == null) {
            entries.close();
            return null;
          }
          return file.refused() == null ? new Found(0, file.name(), file.place()) : file.refused();
        }
      };
    }
  }

  private record Samples(String archive) implements Part {

    @Override
    public Iterator<Entry> list(Configuration hadoop) throws IOException {
      TarEntries entries = new TarEntries(archive, hadoop);
      return new EntryIterator() {
        private @Nullable Sample sample;
        private boolean ended;

        @Override
        @Nullable Entry advance() throws IOException {
          while (!ended) {
            TarEntries.@Nullable TarFile file = entries.next();
            @Nullable Sample before = sample;
            if (file == null) {
              ended = true;
              entries.close();
              return before == null ? null : before.entry();
            }
            if (file.refused() != null) {
              return file.refused();
            }
            String key = Sample.key(file.name());
            if (before == null || !before.is(key)) {
              sample = new Sample(archive, key);
              sample.add(file, entries);
              if (before != null) {
                return before.entry();
              }
            } else {
              before.add(file, entries);
            }
          }
          return null;
        }
      };
    }
  }
}
