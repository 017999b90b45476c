/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Ranking losses: a function of the batch's Gram matrix and labels, and its slope. No ND4J here.
 */
@NullMarked
package org.anchorage.worker.loss;

import org.jspecify.annotations.NullMarked;
