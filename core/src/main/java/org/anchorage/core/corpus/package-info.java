/* SPDX-License-Identifier: Apache-2.0 */
/** A corpus: items, their classes and splits, and where their bytes lie. */
@NullMarked
package org.anchorage.core.corpus;

import org.jspecify.annotations.NullMarked;
