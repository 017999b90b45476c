/* SPDX-License-Identifier: Apache-2.0 */
/** Leases on runs, so that one driver at a time writes to a run. */
@NullMarked
package org.anchorage.driver.lease;

import org.jspecify.annotations.NullMarked;
