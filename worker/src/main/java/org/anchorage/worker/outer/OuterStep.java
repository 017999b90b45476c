/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.outer;

/**
 * What an outer step gives. Not to be changed.
 *
 * @param parameters that the next round starts from
 * @param momentum to take the next outer step with; empty where there is none
 */
public record OuterStep(float[] parameters, float[] momentum) {}
