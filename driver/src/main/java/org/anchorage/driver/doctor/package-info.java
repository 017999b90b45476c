/* SPDX-License-Identifier: Apache-2.0 */
/** What this machine or cluster offers. Each check is a class, each finding a line. */
@NullMarked
package org.anchorage.driver.doctor;

import org.jspecify.annotations.NullMarked;
