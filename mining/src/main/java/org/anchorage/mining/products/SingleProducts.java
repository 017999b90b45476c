/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.products;

import java.nio.FloatBuffer;
import org.anchorage.core.vectors.Vectors;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Products in single precision, with the blocks that the base has prepared. */
final class SingleProducts implements BlockProducts {

  private final CentredBase base;
  private final int dim;
  private final Rows queries;
  private final float[] centred;
  private final INDArray block;
  private final INDArray product;
  private final boolean lent;
  private FloatBuffer host = FloatBuffer.allocate(0);
  private boolean sent;

  /** Writes a query, centred, and returns its squared length. */
  @FunctionalInterface
  private interface Rows {
    double copy(int query, float[] into, int at);
  }

  /** Takes memory of its own. */
  SingleProducts(CentredBase base, Vectors queries, int rows) {
    this(
        base,
        queries.dim(),
        (query, into, at) -> base.centre().subtract(queries, query, into, at),
        Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', rows, queries.dim()),
        Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', rows, base.columns()),
        false);
  }

  /** Uses memory again; the base lies in it, too. */
  SingleProducts(
      CentredBase base, CentredQueries queries, int[] chosen, int rows, ProductMemory memory) {
    this(
        base,
        queries.queries().dim(),
        (query, into, at) -> queries.copy(chosen[query], into, at),
        memory.queries(rows, queries.queries().dim()),
        memory.product(rows, base.columns()),
        true);
  }

  private SingleProducts(
      CentredBase base, int dim, Rows queries, INDArray block, INDArray product, boolean lent) {
    this.base = base;
    this.dim = dim;
    this.queries = queries;
    this.centred = new float[Math.toIntExact(block.length())];
    this.block = block;
    this.product = product;
    this.lent = lent;
  }

  @Override
  public double take(int row, int query) {
    sent = false;
    return queries.copy(query, centred, row * dim);
  }

  @Override
  public void multiply(int i) {
    base.requireOpen();
    if (!sent) {
      ProductMemory.send(centred, block);
      sent = true;
    }
    Nd4j.gemm(block, base.block(i), product, false, false, 1, 0);
    // One element read brings the whole block from a GPU to the host; on a CPU it is free.
    product.data().getFloat(0);
    host = new FloatPointer(product.data().addressPointer()).capacity(product.length()).asBuffer();
  }

  @Override
  public void row(int row, float[] into) {
    host.get(row * into.length, into, 0, into.length);
  }

  @Override
  public double distance(int column) {
    return Double.NaN;
  }

  @Override
  public void close() {
    if (!lent) {
      block.close();
      product.close();
    }
  }
}
