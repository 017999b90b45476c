/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.io.Serializable;
import java.util.List;
import org.anchorage.worker.round.RoundWork;

/**
 * The mean of a slice over the workers. Not to be changed.
 *
 * @param slice which
 * @param bytes the mean, encoded as the pieces are; none where no worker used an example
 * @param received bytes of the pieces it was made of
 * @param steps that each worker took whose piece went into it, in the order of the workers; where a
 *     share that time bounds was run twice, slices of one round may differ in it
 * @param works of the workers, in their order; with the first slice alone
 */
public record SliceMean(
    int slice, byte[] bytes, long received, List<Integer> steps, List<RoundWork> works)
    implements Serializable {}
