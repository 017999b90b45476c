/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.outer;

/**
 * The result of an outer step. Do not change its arrays.
 *
 * @param parameters that the next round starts from
 * @param momentum for the next outer step; empty if the optimiser has none
 */
public record OuterStep(float[] parameters, float[] momentum) {}
