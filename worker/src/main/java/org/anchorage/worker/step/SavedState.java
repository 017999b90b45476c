/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

/**
 * The state of a saved learner. Do not change its arrays.
 *
 * @param parameters in the engine's flat order
 * @param optimiserState the optimiser's moments; empty if it has none
 */
public record SavedState(float[] parameters, float[] optimiserState) {}
