/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.List;

/**
 * What a search found.
 *
 * @param hits nearest first
 * @param exact whether every item that could be a hit was compared
 * @param probes lists that the query looked into at most, of all shards together. It stops earlier
 *     where the neighbours found are near; a filter may need more
 * @param matching items that the filter admits and that were not left out. If there are fewer than
 *     asked for, all of them are hits, unless a threshold or folding took some
 * @param version of the index that was searched, {@link IndexInfo#version}
 */
public record Found(List<Hit> hits, boolean exact, int probes, long matching, String version) {

  public Found {
    hits = List.copyOf(hits);
  }
}
