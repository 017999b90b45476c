/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.Serializable;

/**
 * What is known of a shard.
 *
 * @param items that it has
 * @param lists that it has
 * @param probes lists that reach the recall that was named
 * @param measured recall@10 of so many probes, among the items of the shard
 */
public record ShardFacts(int items, int lists, int probes, double measured)
    implements Serializable {}
