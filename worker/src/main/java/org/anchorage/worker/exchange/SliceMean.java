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
 * @param works of the workers, in their order; with the first slice alone
 */
public record SliceMean(int slice, byte[] bytes, long received, List<RoundWork> works)
    implements Serializable {}
