/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import org.jspecify.annotations.Nullable;

/**
 * One of several things that are searched by: one of image, vector and id.
 *
 * @param image encoded
 * @param vector of the index's network
 * @param id of an item
 * @param weight default 1; negative for "not like this"
 */
public record PartBody(
    byte @Nullable [] image,
    float @Nullable [] vector,
    @Nullable String id,
    @Nullable Double weight) {}
