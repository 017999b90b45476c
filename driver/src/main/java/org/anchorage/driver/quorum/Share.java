/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

import java.io.Serializable;

/**
 * A worker's share of a round; as a message, it asks how many steps to take. A share that is run
 * again is the same share.
 *
 * @param round that it belongs to
 * @param worker number of the worker, from 0
 * @param steps in the share
 */
public record Share(QuorumRound round, int worker, int steps) implements Serializable {}
