/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The nearest neighbours of vectors: {@link org.anchorage.mining.neighbours.NeighbourSearch} is the
 * face, and {@link org.anchorage.mining.neighbours.SearchKind} makes its implementations.
 */
@NullMarked
package org.anchorage.mining.neighbours;

import org.jspecify.annotations.NullMarked;
