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
  private final int rows;
  private final float[] centred;
  private final INDArray product;
  private INDArray block = Nd4j.empty(DataType.FLOAT);
  private FloatBuffer host = FloatBuffer.allocate(0);
  private boolean sent;

  SingleProducts(CentredBase base, Vectors queries, int rows) {
    this.base = base;
    this.queries = queries;
    this.rows = rows;
    this.centred = new float[rows * queries.dim()];
    this.product = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', rows, base.columns());
  }

  @Override
  public double take(int row, int query) {
    release();
    return base.centre().subtract(queries, query, centred, row * queries.dim());
  }

  @Override
  public void multiply(int i) {
    if (!sent) {
      block = CentredBase.outsideHeap(centred, rows, queries.dim());
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

  private void release() {
    if (sent) {
      block.close();
      sent = false;
    }
  }

  @Override
  public void close() {
    release();
    product.close();
  }
}
