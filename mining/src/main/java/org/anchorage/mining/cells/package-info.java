/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Approximate neighbours of other classes: cells that never cross a class, which of them an image
 * probes, and how many of the exact neighbours that finds. {@link
 * org.anchorage.mining.cells.CellSearch} is its face.
 */
@NullMarked
package org.anchorage.mining.cells;

import org.jspecify.annotations.NullMarked;
