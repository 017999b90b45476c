/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** {@code conf/demo.conf}, as it was packed with the program. */
final class DemoConfiguration {

  private DemoConfiguration() {}

  static String text() {
    try (InputStream in = DemoConfiguration.class.getResourceAsStream("demo.conf")) {
      if (in == null) {
        throw new IllegalStateException("demo.conf is missing from the program; build it again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read demo.conf from the program", e);
    }
  }
}
