/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.io.Serializable;
import java.util.List;
import org.anchorage.worker.round.RoundWork;

/**
 * The mean of a slice over the workers. Not to be changed.
 *
 * @param slice its number
 * @param bytes the mean, encoded as the pieces are; empty where no worker used an example
 * @param received bytes of the pieces that the mean was taken of
 * @param steps that the workers behind the mean took, in the order of the workers. Slices of one
 *     round differ in it where a share with a time limit was run twice
 * @param works of the workers, in their order; only the first slice has them
 */
public record SliceMean(
    int slice, byte[] bytes, long received, List<Integer> steps, List<RoundWork> works)
    implements Serializable {}
