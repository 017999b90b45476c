/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Lists in CSV as people, spreadsheets and scripts write them: of images, queries, pairs and
 * tuples. One reader finds what lies between their cells, and refuses what would be read as
 * something else in silence.
 */
@NullMarked
package org.anchorage.driver.csv;

import org.jspecify.annotations.NullMarked;
