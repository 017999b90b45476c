/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.io.Serializable;
import org.anchorage.worker.round.RoundWork;

/**
 * A slice of what one worker brings back from a round. Not to be changed.
 *
 * @param slice which
 * @param worker whose
 * @param work of the worker in the whole round; its examples are the weight in the mean
 * @param bytes the values as they are encoded; none where the worker used no example
 */
public record Piece(int slice, int worker, RoundWork work, byte[] bytes) implements Serializable {}
