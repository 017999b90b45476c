/* SPDX-License-Identifier: Apache-2.0 */
/** In-batch miners: which tuples of a batch a loss learns from, given the distances in it. */
@NullMarked
package org.anchorage.mining.tuples;

import org.jspecify.annotations.NullMarked;
