/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several searches.
 *
 * @param searches their answers come in this order
 */
public record BatchBody(@Nullable List<SearchBody> searches) {}
