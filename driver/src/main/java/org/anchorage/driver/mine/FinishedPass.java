/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import org.anchorage.mining.hard.MiningTally;

/**
 * A mining pass that is done.
 *
 * @param pass its blocks
 * @param tally of all blocks, without similarities
 * @param searched how neighbours were looked for
 */
record FinishedPass(MinedPass pass, MiningTally tally, Searched searched) {}
