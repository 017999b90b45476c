/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Labelled images, listed and read in this process, without Spark: for some thousand images that
 * are added to an index. Some hundred bytes an image. {@link #read} is thread-safe.
 */
public final class LocalImages implements AutoCloseable {

  private final List<LocalImage> images = new ArrayList<>();
  private final List<Bad> bad = new ArrayList<>();
  private final Containers containers;

  private LocalImages(Configuration hadoop) {
    this.containers = new Containers(hadoop);
  }

  /**
   * Lists images.
   *
   * @param from a folder, a list, zip or tar files, or {@code strokes:...} to draw them
   * @throws ImportException if there is nothing there, or Spark is needed to read it
   */
  public static LocalImages list(String from, SourceFormat format, Configuration hadoop) {
    Source source =
        StrokeSource.names(from) ? StrokeSource.of(from) : format.open(new Path(from), hadoop);
    LocalImages listed = new LocalImages(hadoop);
    try {
      List<Entry> entries = new ArrayList<>();
      for (Part part : source.parts(1)) {
        part.list(hadoop).forEachRemaining(entries::add);
      }
      listed.take(entries, source.rules());
    } catch (IOException e) {
      throw new ImportException("Cannot list the images at " + from + ": " + e.getMessage(), e);
    } catch (UnsupportedOperationException e) {
      throw new ImportException(
          "The "
              + source.description()
              + " cannot be read without Spark; import it, embed it, and add the vectors",
          e);
    }
    return listed;
  }

  private void take(List<Entry> entries, List<FolderRule> rules) {
    Map<Integer, FolderFacts> facts = new HashMap<>();
    for (Entry entry : entries) {
      if (entry instanceof Found file) {
        ImagePath path = ImagePath.of(file.path(), rules.get(file.group()).names());
        if (!path.leadsOut() && path.isImage()) {
          facts.computeIfAbsent(file.group(), group -> new FolderFacts()).add(path);
        }
      }
    }
    Map<Integer, FolderLayout> layouts = new HashMap<>();
    for (int group = 0; group < rules.size(); group++) {
      layouts.put(group, facts.getOrDefault(group, new FolderFacts()).layout(rules.get(group)));
    }
    for (Entry entry : entries) {
      take(
          entry instanceof Found file
              ? layouts.getOrDefault(file.group(), FolderLayout.PLAIN).entry(file)
              : entry);
    }
  }

  private void take(Entry entry) {
    if (entry instanceof Listed listed) {
      images.add(new LocalImage(listed));
    } else if (entry instanceof Bad found) {
      bad.add(found);
    }
  }

  /** Returns the images, in the order of the listing. */
  public List<LocalImage> images() {
    return List.copyOf(images);
  }

  /** Returns what cannot be read by its listing alone. */
  public List<Bad> bad() {
    return List.copyOf(bad);
  }

  /**
   * Reads an image.
   *
   * @param without takes the reason if it cannot be read; the result is then empty
   */
  public Optional<byte[]> read(LocalImage image, Consumer<Bad> without) {
    try {
      return Optional.of(image.place().read(containers));
    } catch (BadPlaceException e) {
      without.accept(e.bad(image.id()));
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    containers.close();
  }
}
