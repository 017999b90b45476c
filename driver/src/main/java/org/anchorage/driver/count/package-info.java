/* SPDX-License-Identifier: Apache-2.0 */
/** Numbers with what they count, as sentences have them. */
@NullMarked
package org.anchorage.driver.count;

import org.jspecify.annotations.NullMarked;
