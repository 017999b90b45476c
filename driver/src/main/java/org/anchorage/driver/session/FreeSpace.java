/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room a directory of this machine has. */
@FunctionalInterface
public interface FreeSpace {

  /** Asks the disk. */
  FreeSpace OF_DISK = directory -> Files.getFileStore(directory).getUsableSpace();

  /**
   * Returns the bytes that this process may write.
   *
   * @throws IOException if the directory cannot be asked
   */
  long bytes(Path directory) throws IOException;
}
