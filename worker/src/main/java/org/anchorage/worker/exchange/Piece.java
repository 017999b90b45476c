/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.io.Serializable;
import org.anchorage.worker.round.RoundWork;

/**
 * A slice of one worker's result of a round. Do not change its bytes.
 *
 * @param slice its number
 * @param worker number of the worker
 * @param work of the worker in the whole round; its examples are the weight in the mean
 * @param bytes the encoded values; empty if the worker used no example
 */
public record Piece(int slice, int worker, RoundWork work, byte[] bytes) implements Serializable {}
