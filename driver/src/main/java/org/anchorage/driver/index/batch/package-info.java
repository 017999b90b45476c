/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Many searches of one index in one process: where queries come from, how they are answered batch
 * by batch, and the table of what was found. Needs no Spark.
 */
@NullMarked
package org.anchorage.driver.index.batch;

import org.jspecify.annotations.NullMarked;
