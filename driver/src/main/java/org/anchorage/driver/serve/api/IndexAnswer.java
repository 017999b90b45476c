/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.Collection;
import java.util.List;
import org.anchorage.driver.index.IndexInfo;

/**
 * The index that is served now.
 *
 * @param version changes with every addition, deletion and compaction
 * @param model of the network that made the vectors; another model has another name
 * @param kind {@code exact} or {@code ivf}
 * @param coding of vectors
 * @param recall that it was made for
 * @param measured recall that was measured
 * @param dim floats of a vector
 * @param items that can be found
 * @param added items since the last compaction
 * @param deleted items that are still stored
 * @param attributes that filters can ask for, beside class and split
 * @param writable whether items can be added, with the token
 * @param limits of requests
 */
public record IndexAnswer(
    String version,
    String model,
    String kind,
    String coding,
    double recall,
    double measured,
    int dim,
    long items,
    long added,
    long deleted,
    List<String> attributes,
    boolean writable,
    LimitsBody limits) {

  /**
   * Limits of requests.
   *
   * @param k most results, offset included
   * @param searches of a batch
   * @param uploadBytes of a body
   * @param pixels of an image
   */
  public record LimitsBody(int k, int searches, int uploadBytes, long pixels) {}

  static IndexAnswer of(
      IndexInfo info, Collection<String> attributes, boolean writable, LimitsBody limits) {
    return new IndexAnswer(
        info.version(),
        info.model(),
        info.kind(),
        info.coding(),
        info.recall(),
        info.measured(),
        info.dim(),
        info.items(),
        info.added(),
        info.deleted(),
        List.copyOf(attributes),
        writable,
        limits);
  }
}
