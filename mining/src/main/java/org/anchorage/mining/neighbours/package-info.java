/* SPDX-License-Identifier: Apache-2.0 */
/** The nearest neighbours of vectors, exactly. */
@NullMarked
package org.anchorage.mining.neighbours;

import org.jspecify.annotations.NullMarked;
