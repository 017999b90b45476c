/* SPDX-License-Identifier: Apache-2.0 */
/** Where a written thing came from: the manifest that every artifact carries. */
@NullMarked
package org.anchorage.core.artifact;

import org.jspecify.annotations.NullMarked;
