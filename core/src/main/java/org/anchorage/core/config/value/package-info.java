/* SPDX-License-Identifier: Apache-2.0 */
/** Values of settings: their types, their ranges, and how a wrong one is refused. */
@NullMarked
package org.anchorage.core.config.value;

import org.jspecify.annotations.NullMarked;
