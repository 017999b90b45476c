/* SPDX-License-Identifier: Apache-2.0 */
/** Randomness as an argument: seeds derived by name from one root. */
@NullMarked
package org.anchorage.core.seed;

import org.jspecify.annotations.NullMarked;
