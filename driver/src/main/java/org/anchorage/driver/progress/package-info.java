/* SPDX-License-Identifier: Apache-2.0 */
/** How far a stage has come, for people: bars on a terminal, plain lines elsewhere. */
@NullMarked
package org.anchorage.driver.progress;

import org.jspecify.annotations.NullMarked;
