/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Measures how fast this machine is at a stage: it runs the code of a run, on data that the program
 * makes.
 */
@NullMarked
package org.anchorage.driver.bench;

import org.jspecify.annotations.NullMarked;
