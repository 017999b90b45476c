/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.round;

/**
 * Where one worker ended a round, and the work behind it. Do not change its arrays.
 *
 * @param worker its number
 * @param parameters of the network at the end, in the engine's flat order
 * @param optimiserState the optimiser's moments at the end; empty if they are not sent
 * @param work what was done; its examples are the weight in the mean
 */
public record RoundEnd(int worker, float[] parameters, float[] optimiserState, RoundWork work) {}
