/* SPDX-License-Identifier: Apache-2.0 */
/**
 * An index that is opened once and searched often: its items, and what is asked of it. {@link
 * org.anchorage.driver.index.Index} is its face. Nothing here needs Spark.
 */
@NullMarked
package org.anchorage.driver.index;

import org.jspecify.annotations.NullMarked;
