/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.List;
import org.anchorage.core.vectors.Vectors;

/**
 * Vectors with what they stand for.
 *
 * @param ids of the items
 * @param classNames of the items
 * @param splits of the items, as written
 * @param vectors one for each item, in the same order
 */
public record StoredVectors(
    List<String> ids, List<String> classNames, List<String> splits, Vectors vectors) {}
