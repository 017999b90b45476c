/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Makes a corpus of labelled images in any of several layouts. Bad images are left out and listed.
 */
@NullMarked
package org.anchorage.driver.imports;

import org.jspecify.annotations.NullMarked;
