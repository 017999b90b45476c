/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

/** How far down a query's ranking is read, and so what can be measured. */
enum Depth {
  /** The K nearest: Recall@K and precision@K. */
  K,
  /** The K and the R nearest: R-precision and MAP@R as well. */
  R,
  /** The whole gallery: MAP and MRR as well. */
  WHOLE
}
