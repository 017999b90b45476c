/* SPDX-License-Identifier: Apache-2.0 */
/** The command line: one class a command, thin; words in, a stage called, figures out. */
@NullMarked
package org.anchorage.driver.cli;

import org.jspecify.annotations.NullMarked;
