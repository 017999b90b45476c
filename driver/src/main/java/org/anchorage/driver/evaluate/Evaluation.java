/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.evaluate;

import java.util.Map;
import org.anchorage.core.vectors.Vectors;

/**
 * How well a network's vectors retrieve.
 *
 * @param metrics by name: {@code recall_at_1} and so on, {@code precision_at_1}, {@code
 *     r_precision}, {@code map_at_r}, {@code nmi} where asked for, {@code queries}, {@code
 *     excluded}; in that order
 * @param vectors what was measured, in the order of the rows
 */
public record Evaluation(Map<String, Double> metrics, Vectors vectors) {}
