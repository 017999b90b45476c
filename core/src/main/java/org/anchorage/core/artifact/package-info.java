/* SPDX-License-Identifier: Apache-2.0 */
/** Where an artifact came from: the manifest that every artifact carries. */
@NullMarked
package org.anchorage.core.artifact;

import org.jspecify.annotations.NullMarked;
