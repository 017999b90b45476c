/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A batch as ranking losses and in-batch miners see it: its Gram matrix and the distances in it.
 */
@NullMarked
package org.anchorage.core.gram;

import org.jspecify.annotations.NullMarked;
