/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Approximate neighbours by inverted lists, in memory or in a mapped file: for one query or many,
 * among all vectors or among those that a filter admits. {@link
 * org.anchorage.mining.lists.ListSearch} is its face. Searching needs plain Java alone.
 */
@NullMarked
package org.anchorage.mining.lists;

import org.jspecify.annotations.NullMarked;
