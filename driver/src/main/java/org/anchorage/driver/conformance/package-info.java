/* SPDX-License-Identifier: Apache-2.0 */
/** Reads reference vectors, computes our losses, miners and metrics on them, and compares. */
@NullMarked
package org.anchorage.driver.conformance;

import org.jspecify.annotations.NullMarked;
