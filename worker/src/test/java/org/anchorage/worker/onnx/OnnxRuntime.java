/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Map;

/** Runs models by ONNX Runtime. */
public final class OnnxRuntime {

  private OnnxRuntime() {}

  /**
   * Returns a model's embeddings.
   *
   * @param images N x C x H x W
   */
  public static float[][] embed(OnnxModel model, float[] images, long... shape) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      model.write(bytes);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession session = environment.createSession(bytes.toByteArray());
          OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), shape);
          OrtSession.Result result = session.run(Map.of(OnnxModel.INPUT, input))) {
        return (float[][]) result.get(0).getValue();
      }
    } catch (OrtException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns images N x C x H x W of images N x H x W x C. */
  public static float[] channelsFirst(float[] images, int channels, int pixels) {
    float[] moved = new float[images.length];
    int size = channels * pixels;
    for (int i = 0; i < images.length; i++) {
      int image = i / size;
      int pixel = i % size / channels;
      moved[image * size + i % channels * pixels + pixel] = images[i];
    }
    return moved;
  }
}
