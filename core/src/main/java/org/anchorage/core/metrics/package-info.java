/* SPDX-License-Identifier: Apache-2.0 */
/**
 * How good vectors are: retrieval (Recall@K, precision@K, R-precision, MAP@R, MAP, MRR), clustering
 * (NMI, AMI), verification of pairs (ROC, FNMR at FMR), and whether they have collapsed.
 */
@NullMarked
package org.anchorage.core.metrics;

import org.jspecify.annotations.NullMarked;
