/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import org.anchorage.driver.report.views.RunViews;

/** The views of a run, under the name that the page gives it. */
record NamedViews(String name, RunViews views) {}
