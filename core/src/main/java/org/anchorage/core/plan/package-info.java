/* SPDX-License-Identifier: Apache-2.0 */
/** Which images meet in which batch, on which worker, in which round: the epoch's plan as data. */
@NullMarked
package org.anchorage.core.plan;

import org.jspecify.annotations.NullMarked;
