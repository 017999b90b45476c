/* SPDX-License-Identifier: Apache-2.0 */
/** Directories that are written once, whole or not at all, and say where they came from. */
@NullMarked
package org.anchorage.driver.artifact;

import org.jspecify.annotations.NullMarked;
