/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Tables in files that other programs read and write: CSV, JSON lines, Parquet, NumPy's arrays.
 * They are read and written row by row, without Spark.
 */
@NullMarked
package org.anchorage.driver.table;

import org.jspecify.annotations.NullMarked;
