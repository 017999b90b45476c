/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

/** What a query counts for that has nothing to find. Either way it is counted. */
public enum LoneQueries {
  /** It takes part in no mean. */
  EXCLUDED,
  /** It counts as 0 in every mean. */
  AS_ZERO
}
