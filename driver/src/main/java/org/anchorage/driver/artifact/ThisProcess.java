/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.anchorage.core.artifact.Manifest.Provenance;
import org.anchorage.worker.step.Backend;
import org.anchorage.worker.step.Engines;

/** What manifests say about the process that writes them. */
final class ThisProcess {

  private ThisProcess() {}

  /** Returns the provenance as it is now, and loads no library for it. */
  static Provenance provenance() {
    Map<String, String> loaded = new TreeMap<>();
    for (Backend backend : Engines.loaded()) {
      loaded.put(backend.name(), backend.loaded().orElse(""));
    }
    return provenance(Build.current(), Processor.current(), loaded);
  }

  /**
   * Returns the provenance from its parts.
   *
   * @param libraries paths of the native libraries that are loaded, by backend
   */
  static Provenance provenance(Build build, Processor processor, Map<String, String> libraries) {
    return new Provenance(
        build.commit(),
        property("java.vendor"),
        property("java.runtime.version"),
        property("os.name") + " " + property("os.version") + " (" + property("os.arch") + ")",
        processor.model(),
        processor.vectorLevel(),
        String.join(", ", libraries.keySet()),
        libraries.values().stream().map(ThisProcess::name).collect(Collectors.joining(", ")));
  }

  /**
   * Returns the file and its folder, which names the platform. The path above is this machine's.
   */
  private static String name(String path) {
    String[] parts = path.split("[/\\\\]", -1);
    String file = parts[parts.length - 1];
    return parts.length < 2 ? file : parts[parts.length - 2] + "/" + file;
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }
}
