/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.outer;

/**
 * The result of an outer step. Not to be changed.
 *
 * @param parameters that the next round starts from
 * @param momentum for the next outer step; empty where the optimiser has none
 */
public record OuterStep(float[] parameters, float[] momentum) {}
