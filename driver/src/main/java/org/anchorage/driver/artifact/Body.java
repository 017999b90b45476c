/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** Writes the files of an artifact. */
@FunctionalInterface
public interface Body {

  /**
   * Writes everything but the manifest into an empty directory, and returns what was written. The
   * directory is renamed afterwards, or removed if this throws.
   */
  Contents write(Path temporary) throws IOException;
}
