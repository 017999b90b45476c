/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search: one of image, vector, id and queries.
 *
 * @param image encoded
 * @param vector of the index's network
 * @param id of an item: more like this
 * @param queries several, with weights
 * @param k results wanted; default 10
 * @param offset results that are passed over; default 0
 * @param where a filter; default none
 * @param threshold distance over which nothing is a result, or {@code "precision=P"}: the farthest
 *     one that reaches a precision; default none
 * @param effort {@code "calibrated"} (default), {@code "exact"}, or a number of lists
 * @param fold distance up to which results are one; default none
 * @param rerank candidates that are re-ranked by k-reciprocal neighbours; default none
 */
public record SearchBody(
    byte @Nullable [] image,
    float @Nullable [] vector,
    @Nullable String id,
    @Nullable List<PartBody> queries,
    @Nullable Integer k,
    @Nullable Integer offset,
    @Nullable String where,
    @Nullable ThresholdBody threshold,
    @Nullable EffortBody effort,
    @Nullable Double fold,
    @Nullable Integer rerank) {}
