/* SPDX-License-Identifier: Apache-2.0 */
/** What the driver makes of the workers' mean: the outer step of a round. */
@NullMarked
package org.anchorage.worker.outer;

import org.jspecify.annotations.NullMarked;
