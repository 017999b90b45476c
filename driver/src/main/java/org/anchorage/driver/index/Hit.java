/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

/**
 * An item that a search found.
 *
 * @param rank from 1, nearest first
 * @param id of the item
 * @param className of the item
 * @param split of the item, as written
 * @param distance Euclidean, between the embeddings
 */
public record Hit(int rank, String id, String className, String split, double distance) {}
