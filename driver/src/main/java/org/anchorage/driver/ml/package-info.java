/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Anchorage as stages of Spark ML's pipelines: DataFrames in, DataFrames out. Names and setters
 * follow Spark ML.
 */
@NullMarked
package org.anchorage.driver.ml;

import org.jspecify.annotations.NullMarked;
