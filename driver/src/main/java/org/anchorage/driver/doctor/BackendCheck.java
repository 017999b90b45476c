/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The native library that the engine computes with.
 *
 * @param load loads the library and returns its path; throws if it is slow or cannot run
 * @param threads of one operation; asked after the library is loaded
 */
record BackendCheck(Supplier<String> load, IntSupplier threads) implements Check {

  private static final String SUBJECT = "backend";

  @Override
  public List<Finding> findings() {
    String library;
    try {
      library = load.get();
    } catch (RuntimeException | LinkageError e) {
      return List.of(
          Finding.failure(
              SUBJECT,
              e,
              "check that the native cache has room and is not mounted noexec, or set"
                  + " -Dorg.bytedeco.javacpp.cachedir"));
    }
    String kind = library.contains("libnd4jcuda") ? "CUDA" : oneDnn(library);
    int each = threads.getAsInt();
    String found = kind + ", " + each + (each == 1 ? " thread" : " threads") + " an operation";
    return List.of(
        library.equals("unknown")
            ? Finding.ok(SUBJECT, found + "; this system does not say which library is loaded")
            : Finding.ok(SUBJECT, found + ": " + library));
  }

  private static String oneDnn(String library) {
    return library.contains("onednn") ? "CPU with oneDNN" : "CPU";
  }
}
