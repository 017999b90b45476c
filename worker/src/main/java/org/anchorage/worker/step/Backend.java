/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The native library that ND4J computes with. Which one it is decides between fast and ten times
 * slower, and ND4J does not say. Stateless and thread-safe.
 */
public final class Backend {

  private static final String UNKNOWN = "unknown";

  private Backend() {}

  /**
   * Returns the path of the CPU library that is loaded; "unknown" where the system does not tell,
   * or ND4J computes on a GPU.
   */
  public static String library() {
    // Loads it.
    Nd4j.getExecutioner();
    return library(Path.of("/proc/self/maps"));
  }

  static String library(Path maps) {
    try (Stream<String> lines = Files.lines(maps)) {
      return lines
          .filter(line -> line.contains("libnd4jcpu"))
          .map(line -> line.substring(line.indexOf('/')))
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  /** Returns how many threads one operation of ND4J's runs on. */
  public static int threads() {
    return Nd4j.getEnvironment().maxThreads();
  }

  /**
   * Refuses a library without oneDNN on x86-64, where one with it exists.
   *
   * @throws IllegalStateException if such a library is loaded; says which, and the remedy
   */
  public static void requireFast() {
    requireFast(library(), System.getProperty("os.arch", ""));
  }

  static void requireFast(String library, String architecture) {
    String arch = architecture.toLowerCase(Locale.ROOT);
    boolean x86 = arch.equals("amd64") || arch.equals("x86_64");
    if (x86 && !library.equals(UNKNOWN) && !library.contains("onednn")) {
      throw new IllegalStateException(
          "ND4J has loaded "
              + library
              + ", which lacks oneDNN and is ten times slower; leave exactly one nd4j-native jar on"
              + " the class path, the one with classifier linux-x86_64-onednn-avx2 (or your"
              + " system's onednn one)");
    }
  }
}
