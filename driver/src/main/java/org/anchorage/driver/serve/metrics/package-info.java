/* SPDX-License-Identifier: Apache-2.0 */
/** What the server counts and times, for Prometheus. */
@NullMarked
package org.anchorage.driver.serve.metrics;

import org.jspecify.annotations.NullMarked;
