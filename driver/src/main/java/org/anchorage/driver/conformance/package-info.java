/* SPDX-License-Identifier: Apache-2.0 */
/** Losses, miners and metrics against reference vectors: what is read, computed and compared. */
@NullMarked
package org.anchorage.driver.conformance;

import org.jspecify.annotations.NullMarked;
