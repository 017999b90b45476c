/* SPDX-License-Identifier: Apache-2.0 */
/** One worker's share of a round: where it starts, its steps, where it ends. */
@NullMarked
package org.anchorage.worker.round;

import org.jspecify.annotations.NullMarked;
