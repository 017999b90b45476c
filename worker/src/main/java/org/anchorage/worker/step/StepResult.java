/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

/**
 * What one step saw, before it changed the network.
 *
 * @param loss the batch's ranking loss, without weight decay
 * @param tuples pairs, triplets or terms that took part
 * @param active tuples with a value over zero
 * @param distance root of the mean squared distance between two embeddings of the batch
 * @param seconds that the step took
 */
public record StepResult(
    double loss, long tuples, long active, double distance, StepSeconds seconds) {}
