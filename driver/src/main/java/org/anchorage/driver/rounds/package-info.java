/* SPDX-License-Identifier: Apache-2.0 */
/** Training spread over Spark: one job a round, deltas averaged by the work behind them. */
@NullMarked
package org.anchorage.driver.rounds;

import org.jspecify.annotations.NullMarked;
