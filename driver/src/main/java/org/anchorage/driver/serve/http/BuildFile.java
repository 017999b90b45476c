/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Files that are built into the program. Stateless. */
public final class BuildFile {

  private BuildFile() {}

  /**
   * Reads a file.
   *
   * @param beside a class of the package that the file lies in
   * @throws IllegalStateException if the build lacks it
   */
  public static byte[] read(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("This build has no " + name + "; build it again");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
