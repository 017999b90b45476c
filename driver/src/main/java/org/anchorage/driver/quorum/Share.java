/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

import java.io.Serializable;

/**
 * A worker's share of a round: the question how many steps to take. A share that is run again is
 * the same share.
 *
 * @param round of which it is
 * @param worker whose it is, from 0
 * @param steps there are to take
 */
public record Share(QuorumRound round, int worker, int steps) implements Serializable {}
