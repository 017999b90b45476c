/* SPDX-License-Identifier: Apache-2.0 */
/**
 * HTTP without servlets: routes, limits, tokens, and problems as JSON. Knows nothing of indexes.
 */
@NullMarked
package org.anchorage.driver.serve.http;

import org.jspecify.annotations.NullMarked;
