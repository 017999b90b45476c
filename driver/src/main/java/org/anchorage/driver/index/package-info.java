/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Vectors stored with their items, and an index that is searched for the nearest. Spark writes
 * them. Reading and searching need no Spark.
 */
@NullMarked
package org.anchorage.driver.index;

import org.jspecify.annotations.NullMarked;
