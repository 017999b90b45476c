/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.Serializable;

/**
 * What is known of a shard.
 *
 * @param items that it has
 * @param lists that it has
 * @param probes lists that a query looks into
 * @param measured recall@10 among the items of the shard, of the probes that its own items need
 */
public record ShardFacts(int items, int lists, int probes, double measured)
    implements Serializable {

  /** Returns the same shard with other probes. */
  ShardFacts with(int nowProbes) {
    return new ShardFacts(items, lists, nowProbes, measured);
  }
}
