/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The vectors of an index for other programs: Parquet, CSV, NumPy's arrays, faiss' file. Needs no
 * Spark.
 */
@NullMarked
package org.anchorage.driver.index.export;

import org.jspecify.annotations.NullMarked;
