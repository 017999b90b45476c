/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.artifact;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every artifact says of itself. An artifact is a directory that is written once, under a
 * temporary name, and then renamed; the manifest is the last file put into it.
 *
 * @param kind what it is, e.g. {@code corpus}, {@code checkpoint}, {@code mined}, {@code vectors}
 * @param formatVersion version of the kind's layout; a reader refuses a newer one
 * @param codeVersion version of the program that wrote it
 * @param created when, as ISO-8601 in UTC
 * @param fingerprint of the data it was made from or holds; equal data has an equal fingerprint
 * @param settings the settings that shaped it, seeds among them, by key
 * @param parents the artifacts it was made from
 * @param counts how many of what it holds, e.g. {@code items}
 * @param checksums SHA-256 of each file, by path relative to the artifact, in lower-case hex
 */
public record Manifest(
    String kind,
    int formatVersion,
    String codeVersion,
    String created,
    String fingerprint,
    Map<String, String> settings,
    List<Parent> parents,
    Map<String, Long> counts,
    Map<String, String> checksums) {

  /** Name of the file that holds it. */
  public static final String FILE = "manifest.json";

  /**
   * An artifact that another was made from.
   *
   * @param kind what it is
   * @param location where it lay then
   * @param fingerprint its fingerprint, to tell whether what lies there now is still the same
   */
  public record Parent(String kind, String location, String fingerprint) {}

  public Manifest {
    settings = new TreeMap<>(settings);
    parents = List.copyOf(parents);
    counts = new TreeMap<>(counts);
    checksums = new TreeMap<>(checksums);
  }
}
