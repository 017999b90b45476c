/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

/**
 * What a ranking loss says of a batch.
 *
 * @param value L
 * @param slope S = dL/dG, B x B row-major; need not be symmetric
 * @param tuples pairs, triplets or terms that took part
 * @param active those among them with a value over zero
 */
public record LossResult(double value, double[] slope, long tuples, long active) {}
