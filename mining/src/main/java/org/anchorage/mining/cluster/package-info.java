/* SPDX-License-Identifier: Apache-2.0 */
/** Clusters of vectors, to compare with their classes. */
@NullMarked
package org.anchorage.mining.cluster;

import org.jspecify.annotations.NullMarked;
