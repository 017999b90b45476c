/* SPDX-License-Identifier: Apache-2.0 */
/**
 * How fast this machine is at a stage: the code that a run executes, on data that the program makes
 * itself.
 */
@NullMarked
package org.anchorage.driver.bench;

import org.jspecify.annotations.NullMarked;
