/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Networks as data: their layers, what they read, how their weights start, and where each layer's
 * parameters lie. The package knows no engine; an engine translates the layers into its own.
 */
@NullMarked
package org.anchorage.core.architecture;

import org.jspecify.annotations.NullMarked;
