/* SPDX-License-Identifier: Apache-2.0 */
/** What there is to learn from: items, their classes and splits, and where their bytes lie. */
@NullMarked
package org.anchorage.core.corpus;

import org.jspecify.annotations.NullMarked;
