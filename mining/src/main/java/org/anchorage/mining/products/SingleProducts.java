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
  private final Vectors queries;
  private final float[] centred;
  private final INDArray block;
  private final INDArray product;
  private final boolean lent;
  private FloatBuffer host = FloatBuffer.allocate(0);
  private boolean sent;

  /** Takes memory of its own. */
  SingleProducts(CentredBase base, Vectors queries, int rows) {
    this(
        base,
        queries,
        Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', rows, queries.dim()),
        Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', rows, base.columns()),
        false);
  }

  /** Uses memory again; the base lies in it, too. */
  SingleProducts(CentredBase base, Vectors queries, int rows, ProductMemory memory) {
    this(
        base,
        queries,
        memory.queries(rows, queries.dim()),
        memory.product(rows, base.columns()),
        true);
  }

  private SingleProducts(
      CentredBase base, Vectors queries, INDArray block, INDArray product, boolean lent) {
    this.base = base;
    this.queries = queries;
    this.centred = new float[Math.toIntExact(block.length())];
    this.block = block;
    this.product = product;
    this.lent = lent;
  }

  @Override
  public double take(int row, int query) {
    sent = false;
    return base.centre().subtract(queries, query, centred, row * queries.dim());
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
