/* SPDX-License-Identifier: Apache-2.0 */
/** Embeddings in bulk: rows of vectors and the neighbours found among them. */
@NullMarked
package org.anchorage.core.vectors;

import org.jspecify.annotations.NullMarked;
