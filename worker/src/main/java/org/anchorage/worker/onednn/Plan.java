/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Primitives in order, for a fixed number of images. Each call runs the same code on the same
 * memory, so an image's result depends neither on the other images nor on earlier calls. Not
 * thread-safe, but any thread may call.
 */
final class Plan implements AutoCloseable {

  private final Handles handles;
  private final stream queue;
  private final List<Operation> operations;
  private final FloatPointer images;
  private final FloatPointer results;
  private final int resultSize;

  /** A primitive with all that it reads and writes. */
  record Operation(primitive code, IntMemoryMap arguments) {}

  /**
   * Takes what a {@link PlanBuilder} has made.
   *
   * @param handles to free
   * @param images memory that the first operation reads, N x H x W x C
   * @param results memory that the last operation writes, N x H x W x C
   * @param resultSize numbers that one image becomes
   */
  Plan(
      Handles handles,
      stream queue,
      List<Operation> operations,
      FloatPointer images,
      FloatPointer results,
      int resultSize) {
    this.handles = handles;
    this.queue = queue;
    this.operations = List.copyOf(operations);
    this.images = images;
    this.results = results;
    this.resultSize = resultSize;
  }

  /** Returns the numbers that one image becomes. */
  int resultSize() {
    return resultSize;
  }

  /**
   * Runs the primitives. Fewer images than the plan's number may be given: the rest are those of
   * earlier calls, and nobody sees their results.
   *
   * @param from index of the first number to read
   * @param length numbers to read
   * @param count how many images these are
   * @return count x {@link #resultSize}
   */
  float[] run(float[] given, int from, int length, int count) {
    images.put(given, from, length);
    for (Operation each : operations) {
      each.code().execute(queue, each.arguments());
    }
    queue._wait();
    float[] made = new float[count * resultSize];
    results.get(made, 0, made.length);
    return made;
  }

  @Override
  public void close() {
    handles.close();
  }
}
