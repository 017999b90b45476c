/* SPDX-License-Identifier: Apache-2.0 */
/** What crosses the network in a round: vectors as bytes, cut into slices, and their means. */
@NullMarked
package org.anchorage.worker.exchange;

import org.jspecify.annotations.NullMarked;
