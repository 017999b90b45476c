/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.artifact;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The description that every artifact carries. An artifact is a directory that is written once,
 * under a temporary name, and then renamed; the manifest is the last file put into it.
 *
 * @param kind of artifact, e.g. {@code corpus}, {@code checkpoint}, {@code mined}, {@code vectors}
 * @param formatVersion version of the kind's layout; a reader refuses a newer one
 * @param codeVersion version of the program that wrote it
 * @param provenance further facts about the program and the machine that wrote it
 * @param created when, as ISO-8601 in UTC
 * @param fingerprint of the data it was made from or holds; equal data has an equal fingerprint
 * @param settings the settings that shaped it, seeds among them, by key
 * @param parents the artifacts it was made from
 * @param counts how many things of each kind it holds, e.g. {@code items}
 * @param checksums SHA-256 of each file, by path relative to the artifact, in lower-case hex
 */
public record Manifest(
    String kind,
    int formatVersion,
    String codeVersion,
    Provenance provenance,
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
   * @param kind of artifact
   * @param location where the artifact lay then
   * @param fingerprint tells whether the artifact at that location is still the same
   */
  public record Parent(String kind, String location, String fingerprint) {}

  /**
   * The process that wrote an artifact: its code, and the facts that decide the last bits of a
   * floating-point result. On a cluster this is the driver; executors may have other processors. A
   * field is empty if it is unknown, as all fields are in artifacts of version 0.1.
   *
   * @param commit that the program was built from, followed by {@code -dirty} if tracked files had
   *     changes that were not committed
   * @param javaVendor of the Java runtime
   * @param javaVersion of the Java runtime
   * @param system the operating system: name, version and architecture
   * @param processor its model, e.g. {@code AMD EPYC, family 25, model 17}
   * @param vectorLevel its widest vector instructions: {@code avx512}, {@code avx2}, {@code avx},
   *     {@code sse2}, {@code sve} or {@code neon}
   * @param backend the library that computed, e.g. {@code nd4j}; empty if no backend was loaded, as
   *     in an import
   * @param library native library of the backend: its file and the folder of its jar, without the
   *     path on the machine
   */
  public record Provenance(
      String commit,
      String javaVendor,
      String javaVersion,
      String system,
      String processor,
      String vectorLevel,
      String backend,
      String library) {}

  public Manifest {
    settings = new TreeMap<>(settings);
    parents = List.copyOf(parents);
    counts = new TreeMap<>(counts);
    checksums = new TreeMap<>(checksums);
  }
}
