/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;

/**
 * Links of a folder that are not followed: they lead back to a folder above them, or nowhere.
 * Counts them, and knows the first by name. Not thread-safe.
 */
public final class PassedLinks {

  private final Blamed loops = new Blamed();
  private final Blamed nowhere = new Blamed();

  /**
   * Takes a link.
   *
   * @param id its path in the folder
   * @return the bad image that it is, if its name is that of an image and it leads nowhere; such a
   *     link is not counted
   */
  public Optional<Bad> add(String id, FileStatus link) {
    Entry entry = entry(id, link);
    if (entry instanceof Bad bad) {
      return Optional.of(bad);
    }
    if (entry instanceof Ignored ignored) {
      (ignored.why() == Ignored.Why.LOOP ? loops : nowhere).add(id, 1);
    }
    return Optional.empty();
  }

  /** Returns a sentence on each kind of link that there was. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!loops.isEmpty()) {
      notes.add(loops.said(Ignored.Why.LOOP));
    }
    if (!nowhere.isEmpty()) {
      notes.add(nowhere.said(Ignored.Why.NOWHERE));
    }
    return notes;
  }

  /** Tells a link that leads nowhere from one that leads back to a folder above it. */
  static Entry entry(String id, FileStatus link) {
    if (Files.exists(java.nio.file.Path.of(link.getPath().toUri().getPath()))) {
      return new Ignored(1, Ignored.Why.LOOP, id);
    }
    return ImagePath.of(id, ImagePath.Names.PLAIN).isImage()
        ? new Bad(id, Bad.Reason.MISSING, "It is a link that leads nowhere")
        : new Ignored(1, Ignored.Why.NOWHERE, id);
  }
}
