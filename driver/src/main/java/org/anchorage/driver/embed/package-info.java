/* SPDX-License-Identifier: Apache-2.0 */
/** Embedding and neighbour search as Spark jobs. */
@NullMarked
package org.anchorage.driver.embed;

import org.jspecify.annotations.NullMarked;
