/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From labelled images, however they lie about, to a corpus; what is bad is left out and listed.
 */
@NullMarked
package org.anchorage.driver.imports;

import org.jspecify.annotations.NullMarked;
