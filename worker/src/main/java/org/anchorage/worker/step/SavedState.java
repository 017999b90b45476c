/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

/**
 * What a saved learner holds. Not to be changed.
 *
 * @param parameters in the engine's flat order
 * @param optimiserState the optimiser's moments; empty where it has none
 */
public record SavedState(float[] parameters, float[] optimiserState) {}
