/* SPDX-License-Identifier: Apache-2.0 */
/** Exports trained networks for programs without Anchorage. */
@NullMarked
package org.anchorage.driver.export;

import org.jspecify.annotations.NullMarked;
