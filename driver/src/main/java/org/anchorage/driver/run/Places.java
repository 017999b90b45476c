/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.BackboneSettings;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.Key;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The settings that name places. A run keeps them as whole URIs, which mean the same wherever a
 * later command is typed: from another directory, or by a schedule. Stateless.
 *
 * @param hadoop the configuration of filesystems, which knows the default one
 */
record Places(Configuration hadoop) {

  /** The run's own place is not among them: a run may be moved, and is named anew each time. */
  private static final List<Key> KEYS =
      List.of(Settings.CORPUS, BatchSettings.TUPLES, BackboneSettings.WEIGHTS, MineSettings.TABLE);

  /** Returns whether a setting names a place. */
  static boolean isPlace(String path) {
    return KEYS.stream().anyMatch(key -> key.path().equals(path));
  }

  /** Returns settings whose places are whole URIs. */
  RunSettings qualified(RunSettings settings) {
    List<String> words = new ArrayList<>();
    for (Key key : KEYS) {
      String written = settings.written().getOrDefault(key.path(), "");
      String whole = qualified(written);
      if (!whole.equals(written)) {
        words.add(key.path() + "=" + whole);
      }
    }
    return words.isEmpty() ? settings : settings.with(words);
  }

  /**
   * Returns a whole URI. One of a filesystem that cannot be reached stays as it is: what reads it
   * says why.
   */
  String qualified(String uri) {
    if (uri.isBlank()) {
      return uri;
    }
    try {
      Path path = new Path(uri);
      return path.toUri().getAuthority() != null
          ? path.toString()
          : path.getFileSystem(hadoop).makeQualified(path).toString();
    } catch (IOException | RuntimeException e) {
      // RuntimeException: Hadoop throws it if the class of a filesystem is missing.
      return uri;
    }
  }
}
