/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The server of an index: HTTP in {@code serve.http}, what can be asked in {@code serve.api}, the
 * index that answers now in {@code serve.live}, what is counted in {@code serve.metrics}, and the
 * page in {@code serve.page}.
 */
@NullMarked
package org.anchorage.driver.serve;

import org.jspecify.annotations.NullMarked;
