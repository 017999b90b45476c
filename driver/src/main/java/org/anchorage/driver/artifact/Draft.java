/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.util.List;
import java.util.Map;
import org.anchorage.core.artifact.Manifest;

/**
 * What is known of an artifact before it is written.
 *
 * @param kind of artifact, e.g. {@code corpus}
 * @param formatVersion version of the kind's layout, at least 1
 * @param settings the settings that shape it, seeds among them, by key
 * @param parents the artifacts it is made from
 */
public record Draft(
    String kind, int formatVersion, Map<String, String> settings, List<Manifest.Parent> parents) {

  public Draft {
    if (kind.isBlank() || formatVersion < 1) {
      throw new IllegalArgumentException(
          "An artifact of kind '"
              + kind
              + "' and format version "
              + formatVersion
              + " cannot be told apart later; name the kind and count versions from 1");
    }
    settings = Map.copyOf(settings);
    parents = List.copyOf(parents);
  }
}
