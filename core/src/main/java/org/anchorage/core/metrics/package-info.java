/* SPDX-License-Identifier: Apache-2.0 */
/** How good retrieval and clustering are: Recall@K, R-precision, MAP@R, NMI and AMI. */
@NullMarked
package org.anchorage.core.metrics;

import org.jspecify.annotations.NullMarked;
