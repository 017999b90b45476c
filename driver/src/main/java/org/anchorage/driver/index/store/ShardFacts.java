/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import org.anchorage.mining.lists.Probing;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a shard.
 *
 * @param items that it has
 * @param lists that it has
 * @param probes lists that a query looks into at most
 * @param reach at which it stops earlier ({@link Probing}); null if it does not
 * @param measured recall@10 among the items of the shard, of the probing that its own items need
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShardFacts(int items, int lists, int probes, @Nullable Float reach, double measured)
    implements Serializable {

  static ShardFacts of(int items, BuildPlan.Lists made) {
    return new ShardFacts(items, made.lists().lists(), 1, null, made.measured())
        .with(made.probing());
  }

  /** Returns which lists a query looks into. */
  Probing probing() {
    return reach == null ? Probing.fixed(probes) : new Probing(probes, reach);
  }

  /** Returns the same shard with another probing. */
  ShardFacts with(Probing probing) {
    return new ShardFacts(
        items, lists, probing.most(), probing.stopsEarly() ? probing.reach() : null, measured);
  }
}
