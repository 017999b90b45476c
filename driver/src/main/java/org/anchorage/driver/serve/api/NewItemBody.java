/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An item to be added: an image or a vector, and what is known of it.
 *
 * @param id replaces the item of this id if there is one
 * @param className default none
 * @param split default none
 * @param attributes by name; default none
 * @param text default none
 * @param image encoded
 * @param vector of the index's network; then the item has no picture
 */
public record NewItemBody(
    @Nullable String id,
    @JsonProperty("class") @Nullable String className,
    @Nullable String split,
    @Nullable Map<String, String> attributes,
    @Nullable String text,
    byte @Nullable [] image,
    float @Nullable [] vector) {}
