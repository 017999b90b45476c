/* SPDX-License-Identifier: Apache-2.0 */
/** One worker's share of a round, and how the shares of all become the next round's start. */
@NullMarked
package org.anchorage.worker.round;

import org.jspecify.annotations.NullMarked;
