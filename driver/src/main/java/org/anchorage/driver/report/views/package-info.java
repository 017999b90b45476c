/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What a report looks at: a sample of the evaluated images, where their vectors lie, which queries
 * fail and what they find instead, and small pictures of them.
 */
@NullMarked
package org.anchorage.driver.report.views;

import org.jspecify.annotations.NullMarked;
