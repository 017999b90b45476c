/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The arithmetic of a network's head that no native library does faster: pooling over a whole map,
 * and the scaling of rows. Every engine that computes it on the CPU calls it here.
 */
@NullMarked
package org.anchorage.worker.head;

import org.jspecify.annotations.NullMarked;
