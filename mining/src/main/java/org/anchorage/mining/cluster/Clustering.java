/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cluster;

import java.io.Serializable;

/**
 * Vectors divided into clusters.
 *
 * @param assignments the cluster of each vector, from 0
 * @param inertia sum of the squared distances of the vectors to the centres of their clusters
 * @param iterations of Lloyd's algorithm that gave these clusters
 */
public record Clustering(int[] assignments, double inertia, int iterations)
    implements Serializable {}
