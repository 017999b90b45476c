/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What trains and embeds, as the rest of the program sees it: an engine, its learner, its embedder,
 * and what goes into a step and comes out of it. Nothing here names a framework.
 */
@NullMarked
package org.anchorage.worker.step;

import org.jspecify.annotations.NullMarked;
