/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.io.Serializable;
import java.util.List;
import org.anchorage.worker.round.RoundWork;

/**
 * The mean of a slice over the workers. Do not change its bytes.
 *
 * @param slice its number
 * @param bytes the mean, encoded as the pieces are; empty if no worker used an example
 * @param received bytes of the pieces behind the mean
 * @param steps taken by the workers behind the mean, in the order of the workers. Slices of one
 *     round differ in it if a share with a time limit was run twice
 * @param works of the workers, in their order; only the first slice has them
 */
public record SliceMean(
    int slice, byte[] bytes, long received, List<Integer> steps, List<RoundWork> works)
    implements Serializable {}
