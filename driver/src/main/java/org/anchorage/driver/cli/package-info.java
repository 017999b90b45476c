/* SPDX-License-Identifier: Apache-2.0 */
/** The command line. A command is a thin class: it reads words, calls a stage, prints figures. */
@NullMarked
package org.anchorage.driver.cli;

import org.jspecify.annotations.NullMarked;
