/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Vectors in files of a bounded size, their blocks: written by tasks, and read in pieces by whoever
 * needs them. Reading needs no Spark.
 */
@NullMarked
package org.anchorage.driver.vectors;

import org.jspecify.annotations.NullMarked;
