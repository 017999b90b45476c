/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Training and embedding as the rest of the program sees them: an engine, its learner, its
 * embedder, and a step's input and result. Nothing here names a framework.
 */
@NullMarked
package org.anchorage.worker.step;

import org.jspecify.annotations.NullMarked;
