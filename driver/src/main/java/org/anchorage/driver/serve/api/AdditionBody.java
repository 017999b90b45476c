/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Items to be added together: all of them, or none if one of them cannot be.
 *
 * @param items at least one
 */
public record AdditionBody(@Nullable List<NewItemBody> items) {}
