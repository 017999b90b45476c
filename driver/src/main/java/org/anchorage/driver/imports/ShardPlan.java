/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.util.List;

/**
 * What a shard is made of.
 *
 * @param number of the shard in the corpus
 * @param leaves its images, in order, at least one leaf
 */
record ShardPlan(int number, List<Leaf> leaves) implements Serializable {}
