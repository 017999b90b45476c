/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.products;

import java.nio.DoubleBuffer;
import org.anchorage.core.vectors.Vectors;
import org.bytedeco.javacpp.DoublePointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Products in double precision, of blocks made on demand. They cost twice as much as single ones,
 * but give distances so near the exact ones that hardly any must be measured again. They are
 * cheaper if many neighbours are wanted.
 */
final class DoubleProducts implements BlockProducts {

  private final CentredBase base;
  private final Vectors queries;
  private final double[] centred;
  private final double[] squaredQueries;
  private final double[] centredBase;
  private final double[] squaredBase;
  private final double[] products;
  private final INDArray product;
  private final INDArray block;
  private final INDArray others;
  private DoubleBuffer host = DoubleBuffer.allocate(0);
  private boolean sent;
  private int current;

  DoubleProducts(CentredBase base, Vectors queries, int rows) {
    this.base = base;
    this.queries = queries;
    int dim = queries.dim();
    int columns = base.columns();
    this.centred = new double[rows * dim];
    this.squaredQueries = new double[rows];
    this.centredBase = new double[columns * dim];
    this.squaredBase = new double[columns];
    this.products = new double[columns];
    this.block = Nd4j.createUninitializedDetached(DataType.DOUBLE, 'c', rows, dim);
    this.others = Nd4j.createUninitializedDetached(DataType.DOUBLE, 'c', columns, dim);
    this.product = Nd4j.createUninitializedDetached(DataType.DOUBLE, 'c', rows, columns);
  }

  /**
   * Bound on how far {@link #distance} is from the squared distance of a query and a vector of
   * these squared, centred lengths as {@link Vectors#squaredDistance} sums it. In units of 2^-53 (q
   * &sup2; + b&sup2;): dim for the product, dim for the squares, dim / 2 for that other sum, and a
   * few for centring and adding, which the 64 pays for (see CentredBase for the theorem).
   */
  static double error(int dim, double squaredQuery, double squaredVector) {
    return (3.0 * dim + 64) * 0x1p-53 * (squaredQuery + squaredVector)
        + 8.0 * dim * Double.MIN_NORMAL;
  }

  @Override
  public double take(int row, int query) {
    sent = false;
    squaredQueries[row] = base.centre().subtract(queries, query, centred, row * queries.dim());
    return squaredQueries[row];
  }

  @Override
  public void multiply(int i) {
    base.requireOpen();
    int dim = queries.dim();
    if (!sent) {
      send(centred, block);
      sent = true;
    }
    int columns = products.length;
    int first = i * columns;
    int there = Math.min(columns, base.vectors().count() - first);
    for (int column = 0; column < there; column++) {
      squaredBase[column] =
          base.centre().subtract(base.vectors(), first + column, centredBase, column * dim);
    }
    send(centredBase, others);
    Nd4j.gemm(block, others, product, false, true, -2, 0);
    product.data().getDouble(0);
    host = new DoublePointer(product.data().addressPointer()).capacity(product.length()).asBuffer();
  }

  private static void send(double[] values, INDArray to) {
    // On a GPU, an array has no memory on the host before it is asked for.
    Nd4j.getAffinityManager().ensureLocation(to, AffinityManager.Location.HOST);
    // In one copy; ND4J itself copies an array element by element.
    DoublePointer memory = new DoublePointer(to.data().addressPointer());
    memory.put(values, 0, values.length);
    Nd4j.getAffinityManager().tagLocation(to, AffinityManager.Location.HOST);
  }

  @Override
  public void row(int row, float[] into) {
    current = row;
    host.get(row * products.length, products, 0, products.length);
    for (int j = 0; j < products.length; j++) {
      into[j] = (float) products[j];
    }
  }

  @Override
  public double distance(int column) {
    return squaredQueries[current] + squaredBase[column] + products[column];
  }

  @Override
  public void close() {
    block.close();
    others.close();
    product.close();
  }
}
