/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.List;
import org.anchorage.driver.index.Hit;

/**
 * A result.
 *
 * @param rank from 1
 * @param distance Euclidean
 * @param item that was found
 * @param folded ids of the items that are one result with it
 */
public record HitBody(int rank, double distance, ItemBody item, List<String> folded) {

  static HitBody of(Hit hit) {
    return new HitBody(hit.rank(), hit.distance(), ItemBody.of(hit.item()), hit.folded());
  }
}
