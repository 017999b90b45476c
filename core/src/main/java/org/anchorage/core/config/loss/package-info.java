/* SPDX-License-Identifier: Apache-2.0 */
/** Settings of the ranking losses, and how they are read. */
@NullMarked
package org.anchorage.core.config.loss;

import org.jspecify.annotations.NullMarked;
