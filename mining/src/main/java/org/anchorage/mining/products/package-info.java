/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Matrix products of queries with a base of vectors, and bounds on their rounding errors. This is
 * the only package of mining that uses ND4J.
 */
@NullMarked
package org.anchorage.mining.products;

import org.jspecify.annotations.NullMarked;
