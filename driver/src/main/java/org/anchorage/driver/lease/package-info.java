/* SPDX-License-Identifier: Apache-2.0 */
/** One writer a run: who holds its directory, for how long, and when it may be taken over. */
@NullMarked
package org.anchorage.driver.lease;

import org.jspecify.annotations.NullMarked;
